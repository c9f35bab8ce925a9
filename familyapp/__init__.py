"""familyapp: the one shared plan that a family and its network carry on their phones."""
