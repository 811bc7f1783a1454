-- What stands somewhere inside a name is found by its pieces of three letters; those of two would make every insert dearer for questions that most
-- lists answer at once. No extension: a plain server may have none.
create function name_parts(given text) returns text[] language sql immutable parallel safe as $f$
    select array(select substr(given, i, 3) from generate_series(1, length(given) - 2) as g (i))
$f$;

create index contacts_name_parts on contacts using gin (name_parts(sort_name)) with (gin_pending_list_limit = 512);
