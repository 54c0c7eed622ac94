select order_id, customer, amount, ordered_on, changed_at from SCHEMA.orders order by 1
