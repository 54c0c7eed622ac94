select order_id, ordered_on, customer, amount, changed_at from SCHEMA.orders order by 1
