-- What stands somewhere inside a name is found by its pieces: three letters from every place on, so that the last two are shorter. As words, a beginning
-- of a piece is found too: one or two letters are asked of the same index as more of them. Signs count as spaces do. No extension: a plain server may
-- have none.
create function name_pieces(given text) returns tsvector language sql immutable parallel safe as $f$
    select array_to_tsvector(array(
        select substr(plain, i, 3) from regexp_replace(given, '[\s[:punct:]]+', ' ', 'g') as p (plain), generate_series(1, length(plain)) as g (i)))
$f$;

-- All pieces of a part of a name; of a part that is shorter than a piece, the pieces that begin so.
create function name_pieces_query(given text) returns tsquery language sql immutable parallel safe as $f$
    select case when length(plain) < 3 then '''' || plain || ''':*'
            else (select string_agg('''' || substr(plain, i, 3) || '''', ' & ') from generate_series(1, length(plain) - 2) as g (i)) end::tsquery
    from regexp_replace(given, '[\s[:punct:]]+', ' ', 'g') as p (plain)
$f$;

-- Of the words that the search knows, without those of the number: all but the one that the contact is sorted by; and with a _ before it once more each
-- that is not among what the contact is sorted by (it stands too far behind, or is Meta's id). So whoever is found by a word either is sorted by it, and
-- stands together with all who are, or has it here; and either shows it to whoever reads in order, or has it here with a _.
create function later_words(name text, bsuid text, sort_name text) returns tsvector language sql immutable parallel safe as $f$
    select array_to_tsvector(array(
        select each.w from unnest(words || left(lower(bsuid), 200)) as u (word),
            lateral (values (case when starts_with(sort_name, words[1]) and word = words[1] then null else word end),
                (case when position(' ' || word in shown) = 0 then '_' || word end)) as each (w)
        where word <> '' and each.w is not null))
    from string_to_array(regexp_replace(left(fold(left(name, 400)), 400), '[\s[:punct:]]+', ' ', 'g'), ' ') as w (words),
        concat(' ', regexp_replace(sort_name, '[\s[:punct:]]+', ' ', 'g')) as s (shown)
$f$;

-- The longest word of a search that can be one of a name: null when all could be a number's (r and digits are one from behind).
create function longest_word(given text) returns text language sql immutable parallel safe as $f$
    select w from unnest(string_to_array(regexp_replace(fold(given), '[\s[:punct:]]+', ' ', 'g'), ' ')) as u (w)
    where w !~ '^r?[0-9]*$' order by length(w) desc, w limit 1
$f$;

drop index contacts_name_parts;
drop function name_parts;
create index contacts_name_pieces on contacts using gin (name_pieces(sort_name)) with (gin_pending_list_limit = 512);
create index contacts_later_words on contacts using gin (later_words(name, bsuid, sort_name)) with (gin_pending_list_limit = 512);
