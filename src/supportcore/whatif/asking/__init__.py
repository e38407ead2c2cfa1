"""What is asked, under no plan yet: a workload that is assumed, measured from what happened, or drawn by chance."""
