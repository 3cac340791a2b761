-- What is true of the breaks in the books. Kinds and numbers name records of the books: 'psa.split_day' 17 'mon' is Monday of split 17.
create schema if not exists truth;
create or replace table truth.break (
    break_no bigint not null,
    code varchar not null,
    left_kind varchar, left_no bigint, left_part varchar,
    right_kind varchar, right_no bigint, right_part varchar,
    field varchar,
    money decimal(18, 4), currency varchar,   -- at stake, absolute; null where it cannot be known
    seconds bigint,
    direction varchar,                        -- over | under; null when neither
    company_no integer,
    arises_on date not null,                  -- day on which the records began to disagree, windows not counted
    corrected_on date,                        -- day of the record that made them agree again, the firm's last at most; null: they still disagree
    cause_no bigint                           -- break that caused this one; null: it stands by itself
);
create or replace table truth.claim (kind varchar not null, no bigint not null);
-- `n` week days before a day.
create or replace temp macro minus_weekdays(on_day, n) as
    cast(on_day - n - 2 * ((n + 4 - least(isodow(on_day), 5) + 1) // 5) - greatest(isodow(on_day) - 5, 0) as date);
