-- What became of some airports since the list was made.
update airports set name = 'Newark Liberty International', updated_at = now() where iata = 'EWR';
delete from airports where iata = 'CGX'; -- Chicago's Meigs Field was closed in 2003
delete from airports where iata = 'ISN'; -- Williston moved to a new airport in 2019
insert into airports (iata, name, city, state, country, latitude, longitude)
values ('XWA', 'Williston Basin International', 'Williston', 'ND', 'USA', 48.258387, -103.748797);
