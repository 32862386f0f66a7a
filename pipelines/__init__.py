"""Say when: the stages as plain functions, the Prefect flows, the command line and the exports."""
