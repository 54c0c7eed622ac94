"""What Towpath's DAGs are made of."""
