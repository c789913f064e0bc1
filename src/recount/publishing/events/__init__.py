"""Events as one table of everything: settled values, figures under each rule, and the words behind them."""
