select article, valid_on, price from SCHEMA.prices order by 1, 2
