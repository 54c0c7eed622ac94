select order_id, replace(replace(customer, chr(13), '<CR>'), chr(10), '<LF>'), amount, ordered_on, changed_at from SCHEMA.orders order by 1
