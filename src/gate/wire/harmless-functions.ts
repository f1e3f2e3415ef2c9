/** Functions of PostgreSQL that drivers and ORMs use to look at a server, without side effects. */

/**
 * Functions that read the clock, sequences, chance or locks are not among them, because it matters when
 * they run. `set_config` counts like `SET`.
 */
const HARMLESS: ReadonlySet<string> = new Set(
  `version current_schema current_schemas current_setting set_config current_database current_catalog
  current_user session_user pg_backend_pid pg_is_in_recovery pg_encoding_to_char pg_char_to_encoding
  pg_client_encoding pg_column_size pg_conf_load_time pg_postmaster_start_time pg_indexam_has_property
  pg_index_column_has_property pg_index_has_property pg_my_temp_schema pg_is_other_temp_schema
  pg_options_to_table pg_relation_filenode pg_relation_is_publishable pg_tablespace_location pg_typeof
  inet_client_addr inet_client_port inet_server_addr inet_server_port
  format_type obj_description col_description shobj_description to_regclass to_regnamespace to_regproc
  to_regprocedure to_regrole to_regtype _pg_expandarray
  array_agg array_append array_cat array_length array_lower array_ndims array_position array_positions
  array_prepend array_remove array_replace array_to_json array_to_string array_upper cardinality
  string_to_array unnest generate_series generate_subscripts
  abs ascii avg bit_and bit_or bool_and bool_or btrim ceil ceiling char_length chr concat concat_ws count
  every floor format initcap left length lower lpad ltrim max md5 min mod octet_length position
  quote_ident quote_literal quote_nullable regexp_match regexp_matches regexp_replace
  regexp_split_to_array regexp_split_to_table repeat replace reverse right round row_number rank
  dense_rank lag lead first_value last_value rpad rtrim split_part starts_with string_agg strpos substr
  substring sum to_char translate trim trunc upper
  json_agg json_array_elements json_array_elements_text json_build_array json_build_object json_object
  json_object_agg jsonb_agg jsonb_build_array jsonb_build_object jsonb_object jsonb_object_agg row_to_json
  to_json to_jsonb`.split(/\s+/),
);

/** Families of functions whose names say what they do. */
const FAMILIES = /^(pg_get_\w+|pg_\w+_is_visible|has_\w+_privilege)$/;

const CATALOGS: ReadonlySet<string> = new Set(['pg_catalog', 'information_schema']);

/** @param words the name, with its schema before it if there is one */
export function isHarmlessFunction(words: readonly string[]): boolean {
  const name = words.at(-1) ?? '';
  const [schema] = words.slice(-2, -1);
  if (schema !== undefined && !CATALOGS.has(schema)) return false;
  return HARMLESS.has(name) || FAMILIES.test(name);
}
