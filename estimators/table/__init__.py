"""Tables of facts (churn, leads, demand): read, understood column by column, and looked through for what knows the answer."""
