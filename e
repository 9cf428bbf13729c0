exsim: note: this is 5.5 SP4, the main case; of 3 products and 2 cases, --product and --case choose
