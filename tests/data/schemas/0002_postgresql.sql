SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE FUNCTION public.formulator_append_only() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);
CREATE TABLE public.audit (
    number integer NOT NULL,
    at timestamp with time zone NOT NULL,
    actor character varying(200) NOT NULL,
    action character varying(50) NOT NULL,
    subject character varying(200) NOT NULL,
    details json NOT NULL,
    hash character varying(64) DEFAULT ''::character varying NOT NULL
);
CREATE SEQUENCE public.audit_number_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.audit_number_seq OWNED BY public.audit.number;
CREATE TABLE public.drafts (
    id character varying(32) NOT NULL,
    project_id character varying(32) NOT NULL,
    kind character varying(20) NOT NULL,
    name character varying(200) NOT NULL,
    data json NOT NULL,
    version integer NOT NULL,
    updated_at timestamp with time zone NOT NULL
);
CREATE TABLE public.formula_versions (
    id character varying(32) NOT NULL,
    project_id character varying(32) NOT NULL,
    name character varying(200) NOT NULL,
    version integer NOT NULL,
    parts json NOT NULL,
    parent integer,
    author character varying(200) NOT NULL,
    note text NOT NULL,
    data json NOT NULL,
    created_at timestamp with time zone NOT NULL
);
CREATE TABLE public.iterations (
    id character varying(32) NOT NULL,
    project_id character varying(32) NOT NULL,
    number integer NOT NULL,
    brief json NOT NULL,
    proposal json NOT NULL,
    learned_from json NOT NULL,
    created_by character varying(200) NOT NULL,
    notes text NOT NULL,
    created_at timestamp with time zone NOT NULL
);
CREATE TABLE public.judgements (
    id character varying(32) NOT NULL,
    serving_id character varying(32) NOT NULL,
    idempotency_key character varying(64) NOT NULL,
    overall integer,
    taste integer,
    texture integer,
    appearance integer,
    jar json NOT NULL,
    directives json NOT NULL,
    cata json,
    difference integer,
    seconds double precision,
    comment text NOT NULL,
    source character varying(10) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT ck_judgements_appearance CHECK (((appearance >= 1) AND (appearance <= 9))),
    CONSTRAINT ck_judgements_difference CHECK (((difference >= 0) AND (difference <= 10))),
    CONSTRAINT ck_judgements_overall CHECK (((overall >= 1) AND (overall <= 9))),
    CONSTRAINT ck_judgements_taste CHECK (((taste >= 1) AND (taste <= 9))),
    CONSTRAINT ck_judgements_texture CHECK (((texture >= 1) AND (texture <= 9)))
);
CREATE TABLE public.measurement_voids (
    id character varying(32) NOT NULL,
    measurement_id character varying(32) NOT NULL,
    reason text NOT NULL,
    actor character varying(200) NOT NULL,
    created_at timestamp with time zone NOT NULL
);
CREATE TABLE public.measurements (
    id character varying(32) NOT NULL,
    project_id character varying(32) NOT NULL,
    iteration_id character varying(32) NOT NULL,
    candidate_id character varying(100) NOT NULL,
    quantity character varying(50) NOT NULL,
    value double precision NOT NULL,
    unit character varying(30) NOT NULL,
    method text NOT NULL,
    measured_at timestamp with time zone NOT NULL,
    measured_by character varying(200) NOT NULL,
    batch_key character varying(64) NOT NULL,
    "position" integer NOT NULL,
    created_at timestamp with time zone NOT NULL
);
CREATE TABLE public.projects (
    id character varying(32) NOT NULL,
    name character varying(200) NOT NULL,
    notes text NOT NULL,
    created_at timestamp with time zone NOT NULL
);
CREATE TABLE public.rounds (
    id character varying(32) NOT NULL,
    project_id character varying(32) NOT NULL,
    number integer NOT NULL,
    name character varying(200) NOT NULL,
    status character varying(10) NOT NULL,
    seed integer NOT NULL,
    settings json NOT NULL,
    created_at timestamp with time zone NOT NULL,
    closed_at timestamp with time zone,
    CONSTRAINT ck_rounds_status CHECK (((status)::text = ANY (ARRAY[('open'::character varying)::text, ('closed'::character varying)::text])))
);
CREATE TABLE public.samples (
    id character varying(32) NOT NULL,
    round_id character varying(32) NOT NULL,
    code character varying(3) NOT NULL,
    kind character varying(20) NOT NULL,
    label character varying(200) NOT NULL,
    iteration_id character varying(32) NOT NULL,
    candidate_id character varying(100) NOT NULL,
    formula json NOT NULL
);
CREATE TABLE public.seats (
    id character varying(32) NOT NULL,
    round_id character varying(32) NOT NULL,
    taster character varying(100) NOT NULL,
    token_hash character varying(64) NOT NULL,
    short_code character varying(12) NOT NULL,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone
);
CREATE TABLE public.servings (
    id character varying(32) NOT NULL,
    round_id character varying(32) NOT NULL,
    seat_id character varying(32) NOT NULL,
    "position" integer NOT NULL,
    sample_id character varying(32) NOT NULL
);
CREATE TABLE public.shares (
    id character varying(32) NOT NULL,
    project_id character varying(32) NOT NULL,
    token_hash character varying(64) NOT NULL,
    created_by character varying(200) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone
);
CREATE TABLE public.users (
    name character varying(200) NOT NULL,
    role character varying(20) NOT NULL,
    password_hash character varying(300) NOT NULL,
    active boolean NOT NULL
);
CREATE TABLE public.voids (
    id character varying(32) NOT NULL,
    judgement_id character varying(32) NOT NULL,
    reason text NOT NULL,
    actor character varying(200) NOT NULL,
    created_at timestamp with time zone NOT NULL
);
ALTER TABLE ONLY public.audit ALTER COLUMN number SET DEFAULT nextval('public.audit_number_seq'::regclass);
INSERT INTO public.alembic_version VALUES ('0002');
INSERT INTO public.audit VALUES (1, '2026-11-22 03:22:43.651049+00', 'ann', 'create project', '415fe2916bf549d996501e67434dee06', '{"name": "Oat drink"}', 'adb56e61bc51bdaf18b42341818190a00591f71c9c34838a698744d396ed2f9c');
INSERT INTO public.audit VALUES (2, '2026-11-22 03:22:43.68777+00', 'ann', 'add iteration', '70443916febe42409b3b67a14a71b126', '{"project": "415fe2916bf549d996501e67434dee06", "number": 1}', 'd295c0324195507ccc05ffc6f0bec466894fd1af7338f2b7e082b4e2a267a050');
INSERT INTO public.audit VALUES (3, '2026-11-22 03:22:43.734189+00', 'lee', 'create round', '39d64c6fd4974734b6274873b074bcb2', '{"project": "415fe2916bf549d996501e67434dee06", "samples": 2}', '52603d81d9c09ef1e7d008e62f9b80ce841cbd3a6f3cf18db31bdd0cf0416b31');
INSERT INTO public.audit VALUES (4, '2026-11-22 03:22:43.784544+00', '', 'submit judgement', '22fa3b561a4140f2aee26c883694bc84', '{"serving": "c00da2304e6a4b40bde73e212011d198", "source": "app"}', '66c83dc8466044f260079e84561b636041833f6b948e9176bbbc26c2ed667385');
INSERT INTO public.audit VALUES (5, '2026-11-22 03:22:43.810205+00', '', 'submit judgement', '414ac48842f44e648b94a2df2d7d6383', '{"serving": "c37d5e15bc2f445e98a5114a7ea877b8", "source": "app"}', '432819df745b747aae88bbe4c8b272c1c66c672142f17abff97f058b760c79a2');
INSERT INTO public.audit VALUES (6, '2026-11-22 03:22:43.826596+00', '', 'submit judgement', '894f9ebcc91141f6844753ecb0bc15e8', '{"serving": "30c9b4d38091434ebf1690b631058a61", "source": "app"}', 'a0b0acae09b98c67ca2c1d8107de23075af86f8f5b84e14ff3bfb5f6cd90566c');
INSERT INTO public.audit VALUES (7, '2026-11-22 03:22:43.845066+00', '', 'submit judgement', '7b9d279705e047ef99fd52062faa732f', '{"serving": "36aa60943b03409db0905a34f8a1849d", "source": "app"}', 'cd1fb5ab874cf389251ce236f93cca4aefe2e125762376e990e19e55968910cf');
INSERT INTO public.audit VALUES (8, '2026-11-22 03:22:43.89912+00', 'lee', 'void judgement', '22fa3b561a4140f2aee26c883694bc84', '{"reason": "wrong cup"}', 'e8b7ddc46d71e3894939c559ee818865ae476dbaef7e3d22a7f4cd828f545c04');
INSERT INTO public.audit VALUES (9, '2026-11-22 03:22:43.922014+00', 'lee', 'close round', '39d64c6fd4974734b6274873b074bcb2', '{}', 'e56c9f9a04dbd6db3b4f15e178f26f7707cf4213a1194c157f2b6e520637a78c');
INSERT INTO public.audit VALUES (10, '2026-11-22 03:22:43.936493+00', 'ann', 'save draft', '415fe2916bf549d996501e67434dee06', '{"kind": "brief", "name": "barista", "version": 1}', 'e2bee9ddf5305be7291cfc0a112d89c8f2f2aba1210bbaedfe5edc9257276a83');
INSERT INTO public.audit VALUES (11, '2026-11-22 03:22:43.961198+00', 'ann', 'save draft', '415fe2916bf549d996501e67434dee06', '{"kind": "brief", "name": "barista", "version": 2}', '7e4cc652cfd0acb52f84e1a5459e6f91fb95382abd6a2fb0a6d57d0e982614cc');
INSERT INTO public.audit VALUES (12, '2026-11-22 03:22:43.979173+00', 'root', 'save user', 'ann', '{"role": "scientist", "active": true}', '0920d7a029d2cf90bf4d490ebfe16b3757f4c2cb80fc95fb45740e2b5e9a2929');
INSERT INTO public.audit VALUES (13, '2026-11-22 03:22:43.984785+00', 'lee', 'export round', '39d64c6fd4974734b6274873b074bcb2', '{}', '0c3adcacfd86480de46dc13b3fd503cdc8de8a278ee5c66fe294c15eee320966');
INSERT INTO public.audit VALUES (14, '2026-11-22 08:04:43.554469+00', '', 'seal earlier record', '0002', '{"rows": {"iterations:70443916febe42409b3b67a14a71b126": "e445922fed76e4ec2de9e5accfa7e811c45af09dc173c71bc87a37e32bc08c72", "samples:e39631bdeb264e7dad6f48db25f84e70": "d7a8e995ddec7a9968d90cf88f79edbea666d12fb358d89fa69856b98906b999", "samples:c9a425ad71164e55a8d6d815a057d2b1": "966c22d1e8f87af4e59acf9cc66a6d568bfdfe047aa9931b5a84d6df597903ad", "servings@39d64c6fd4974734b6274873b074bcb2": "76b7720b277046d922533305e965d31d981b56b026995d047931e9b99651bc79", "judgements:22fa3b561a4140f2aee26c883694bc84": "3547d5cfb6659d46bbbc2a1620df1fce8759790fdb6eb8bfaee293d887240702", "judgements:414ac48842f44e648b94a2df2d7d6383": "6aedd50b3026832efdf2092578b4162c6e4f286e146eb3b735c599ff6027c6e5", "judgements:894f9ebcc91141f6844753ecb0bc15e8": "8b75f3c60e9d812209833ee414c2fdf09c80b52857be79017ea8f061245a1bc4", "judgements:7b9d279705e047ef99fd52062faa732f": "a72b1c52d3e31b590b10af6acd0c3c9a4ab201699c533673b88404374634be54", "voids:513d1380b61c42cab9192761f324bfef": "b07ca5dbdd8a4d4ddf5b889fbadfa332af4e17e04828e75125968c0fe06274e7"}}', 'ebcfc5e65d6abaddc79aad0db47266e9c0dd14cdf72cb734e33f3f6b75731c7f');
INSERT INTO public.drafts VALUES ('9fe56070f6e1461e9fd4f195f64dd50f', '415fe2916bf549d996501e67434dee06', 'brief', 'barista', '{"target": "milk_whole", "max": 8}', 2, '2026-11-22 03:22:43.952602+00');
INSERT INTO public.iterations VALUES ('70443916febe42409b3b67a14a71b126', '415fe2916bf549d996501e67434dee06', 1, '{"target": "milk_whole", "max_ingredients": 8, "exclude_allergens": [], "exclude": [], "require": [], "locked": [], "limits": [], "claims": [], "jurisdiction": "US", "weights": [], "n_unexpected": 0, "scale_step": 0.01, "seed": 0, "time_limit": 10.0, "notes": ""}', '{"target": {"key": "milk_whole", "name": "Whole milk"}, "brief": {"target": "milk_whole", "max_ingredients": 8, "exclude_allergens": [], "exclude": [], "require": [], "locked": [], "limits": [], "claims": [], "jurisdiction": "US", "weights": [], "n_unexpected": 0, "scale_step": 0.01, "seed": 0, "time_limit": 10.0, "notes": ""}, "catalogue": {"n_ingredients": 100, "n_considered": 90}, "candidates": [{"id": "F1", "parts": [{"key": "water", "name": "water", "percent": 94.25, "role": "base", "reasons": ["because"]}, {"key": "pea_protein_isolate", "name": "pea_protein_isolate", "percent": 3.5, "role": "base", "reasons": ["because"]}, {"key": "canola_oil", "name": "canola_oil", "percent": 2.25, "role": "base", "reasons": ["because"]}], "distance": 2.35, "bound": 1.5, "gap": 0.25, "similarity": 0.8, "blocks": {"macro": {"distance": 1.0, "similarity": 0.9}}, "profile": {"protein": {"value": 2.8000000000000003, "target": 3.2, "unit": "g", "coverage": 1.0, "evidence": "calculated", "low": null, "high": null, "target_low": null, "target_high": null}}, "cost": {"low": 0.3, "high": 0.5, "unit": "USD/kg"}, "warnings": [], "novelty": null, "base": "", "on_front": true, "liking": null}, {"id": "F2", "parts": [{"key": "water", "name": "water", "percent": 93.5, "role": "base", "reasons": ["because"]}, {"key": "pea_protein_isolate", "name": "pea_protein_isolate", "percent": 4.0, "role": "base", "reasons": ["because"]}, {"key": "canola_oil", "name": "canola_oil", "percent": 2.5, "role": "base", "reasons": ["because"]}], "distance": 2.4, "bound": 1.5, "gap": 0.25, "similarity": 0.8, "blocks": {"macro": {"distance": 1.0, "similarity": 0.9}}, "profile": {"protein": {"value": 3.2, "target": 3.2, "unit": "g", "coverage": 1.0, "evidence": "calculated", "low": null, "high": null, "target_low": null, "target_high": null}}, "cost": {"low": 0.3, "high": 0.5, "unit": "USD/kg"}, "warnings": [], "novelty": null, "base": "", "on_front": true, "liking": null}]}', '[]', 'ann', 'n', '2026-11-22 03:22:43.684062+00');
INSERT INTO public.judgements VALUES ('22fa3b561a4140f2aee26c883694bc84', 'c00da2304e6a4b40bde73e212011d198', 'k0', 5, 4, NULL, NULL, '{"sweetness": -1}', '["less_sweet"]', NULL, NULL, 12.5, 'Größe 맛 ok', 'app', '2026-11-22 03:22:43.779269+00');
INSERT INTO public.judgements VALUES ('414ac48842f44e648b94a2df2d7d6383', 'c37d5e15bc2f445e98a5114a7ea877b8', 'k1', 6, 4, NULL, NULL, '{"sweetness": -1}', '["less_sweet"]', '["beany"]', 1, 12.5, 'Größe 맛 ok', 'app', '2026-11-22 03:22:43.807228+00');
INSERT INTO public.judgements VALUES ('894f9ebcc91141f6844753ecb0bc15e8', '30c9b4d38091434ebf1690b631058a61', 'k2', 7, 4, NULL, NULL, '{"sweetness": -1}', '["less_sweet"]', '["beany"]', 2, 12.5, 'Größe 맛 ok', 'app', '2026-11-22 03:22:43.825285+00');
INSERT INTO public.judgements VALUES ('7b9d279705e047ef99fd52062faa732f', '36aa60943b03409db0905a34f8a1849d', 'k3', 8, 4, NULL, NULL, '{"sweetness": -1}', '["less_sweet"]', '["beany"]', 3, 12.5, 'Größe 맛 ok', 'app', '2026-11-22 03:22:43.843631+00');
INSERT INTO public.projects VALUES ('415fe2916bf549d996501e67434dee06', 'Oat drink', 'first try', '2026-11-22 03:22:43.641206+00');
INSERT INTO public.rounds VALUES ('39d64c6fd4974734b6274873b074bcb2', '415fe2916bf549d996501e67434dee06', 1, 'Round 1', 'closed', 7, '{}', '2026-11-22 03:22:43.71587+00', '2026-11-22 03:22:43.919925+00');
INSERT INTO public.samples VALUES ('e39631bdeb264e7dad6f48db25f84e70', '39d64c6fd4974734b6274873b074bcb2', '417', 'formula', 'Formula 417', '', 'c417', '[["pea_protein_isolate", 4.0], ["water", 96.0]]');
INSERT INTO public.samples VALUES ('c9a425ad71164e55a8d6d815a057d2b1', '39d64c6fd4974734b6274873b074bcb2', '862', 'formula', 'Formula 862', '', 'c862', '[["pea_protein_isolate", 4.0], ["water", 96.0]]');
INSERT INTO public.seats VALUES ('9b2023d518b243ccaaaf8411caf4b14e', '39d64c6fd4974734b6274873b074bcb2', 'T1', '999caa9e4066e1b0837a3bfdebb6c0c2f6143eb04d9aa300df0d56985226c9a3', '713C9393', NULL, NULL);
INSERT INTO public.seats VALUES ('92e512e13ba4473bbba9330ed239eb65', '39d64c6fd4974734b6274873b074bcb2', 'T2', '2902a4ed2a1f8b75a6a916a4d4d688656f37c5cd2189c57ec9dbd98bb5b66491', 'C77BF2F1', NULL, NULL);
INSERT INTO public.servings VALUES ('30c9b4d38091434ebf1690b631058a61', '39d64c6fd4974734b6274873b074bcb2', '9b2023d518b243ccaaaf8411caf4b14e', 1, 'c9a425ad71164e55a8d6d815a057d2b1');
INSERT INTO public.servings VALUES ('36aa60943b03409db0905a34f8a1849d', '39d64c6fd4974734b6274873b074bcb2', '9b2023d518b243ccaaaf8411caf4b14e', 2, 'e39631bdeb264e7dad6f48db25f84e70');
INSERT INTO public.servings VALUES ('c00da2304e6a4b40bde73e212011d198', '39d64c6fd4974734b6274873b074bcb2', '92e512e13ba4473bbba9330ed239eb65', 1, 'e39631bdeb264e7dad6f48db25f84e70');
INSERT INTO public.servings VALUES ('c37d5e15bc2f445e98a5114a7ea877b8', '39d64c6fd4974734b6274873b074bcb2', '92e512e13ba4473bbba9330ed239eb65', 2, 'c9a425ad71164e55a8d6d815a057d2b1');
INSERT INTO public.users VALUES ('ann', 'scientist', '$argon2id$not-a-hash', true);
INSERT INTO public.voids VALUES ('513d1380b61c42cab9192761f324bfef', '22fa3b561a4140f2aee26c883694bc84', 'wrong cup', 'lee', '2026-11-22 03:22:43.895995+00');
SELECT pg_catalog.setval('public.audit_number_seq', 14, true);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.audit
    ADD CONSTRAINT pk_audit PRIMARY KEY (number);
ALTER TABLE ONLY public.drafts
    ADD CONSTRAINT pk_drafts PRIMARY KEY (id);
ALTER TABLE ONLY public.formula_versions
    ADD CONSTRAINT pk_formula_versions PRIMARY KEY (id);
ALTER TABLE ONLY public.iterations
    ADD CONSTRAINT pk_iterations PRIMARY KEY (id);
ALTER TABLE ONLY public.judgements
    ADD CONSTRAINT pk_judgements PRIMARY KEY (id);
ALTER TABLE ONLY public.measurement_voids
    ADD CONSTRAINT pk_measurement_voids PRIMARY KEY (id);
ALTER TABLE ONLY public.measurements
    ADD CONSTRAINT pk_measurements PRIMARY KEY (id);
ALTER TABLE ONLY public.projects
    ADD CONSTRAINT pk_projects PRIMARY KEY (id);
ALTER TABLE ONLY public.rounds
    ADD CONSTRAINT pk_rounds PRIMARY KEY (id);
ALTER TABLE ONLY public.samples
    ADD CONSTRAINT pk_samples PRIMARY KEY (id);
ALTER TABLE ONLY public.seats
    ADD CONSTRAINT pk_seats PRIMARY KEY (id);
ALTER TABLE ONLY public.servings
    ADD CONSTRAINT pk_servings PRIMARY KEY (id);
ALTER TABLE ONLY public.shares
    ADD CONSTRAINT pk_shares PRIMARY KEY (id);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT pk_users PRIMARY KEY (name);
ALTER TABLE ONLY public.voids
    ADD CONSTRAINT pk_voids PRIMARY KEY (id);
ALTER TABLE ONLY public.drafts
    ADD CONSTRAINT uq_drafts_project_id_kind_name UNIQUE (project_id, kind, name);
ALTER TABLE ONLY public.formula_versions
    ADD CONSTRAINT uq_formula_versions_project_id_name_version UNIQUE (project_id, name, version);
ALTER TABLE ONLY public.iterations
    ADD CONSTRAINT uq_iterations_project_id_number UNIQUE (project_id, number);
ALTER TABLE ONLY public.judgements
    ADD CONSTRAINT uq_judgements_serving_id UNIQUE (serving_id);
ALTER TABLE ONLY public.measurement_voids
    ADD CONSTRAINT uq_measurement_voids_measurement_id UNIQUE (measurement_id);
ALTER TABLE ONLY public.measurements
    ADD CONSTRAINT uq_measurements_project_id_batch_key_position UNIQUE (project_id, batch_key, "position");
ALTER TABLE ONLY public.projects
    ADD CONSTRAINT uq_projects_name UNIQUE (name);
ALTER TABLE ONLY public.rounds
    ADD CONSTRAINT uq_rounds_project_id_number UNIQUE (project_id, number);
ALTER TABLE ONLY public.samples
    ADD CONSTRAINT uq_samples_round_id_code UNIQUE (round_id, code);
ALTER TABLE ONLY public.seats
    ADD CONSTRAINT uq_seats_round_id_taster UNIQUE (round_id, taster);
ALTER TABLE ONLY public.seats
    ADD CONSTRAINT uq_seats_token_hash UNIQUE (token_hash);
ALTER TABLE ONLY public.servings
    ADD CONSTRAINT uq_servings_seat_id_position UNIQUE (seat_id, "position");
ALTER TABLE ONLY public.servings
    ADD CONSTRAINT uq_servings_seat_id_sample_id UNIQUE (seat_id, sample_id);
ALTER TABLE ONLY public.shares
    ADD CONSTRAINT uq_shares_token_hash UNIQUE (token_hash);
ALTER TABLE ONLY public.voids
    ADD CONSTRAINT uq_voids_judgement_id UNIQUE (judgement_id);
CREATE INDEX ix_audit_subject ON public.audit USING btree (subject);
CREATE INDEX ix_drafts_project_id ON public.drafts USING btree (project_id);
CREATE INDEX ix_formula_versions_project_id ON public.formula_versions USING btree (project_id);
CREATE INDEX ix_iterations_project_id ON public.iterations USING btree (project_id);
CREATE INDEX ix_measurements_project_id ON public.measurements USING btree (project_id);
CREATE INDEX ix_rounds_project_id ON public.rounds USING btree (project_id);
CREATE INDEX ix_samples_round_id ON public.samples USING btree (round_id);
CREATE INDEX ix_seats_round_id ON public.seats USING btree (round_id);
CREATE INDEX ix_seats_short_code ON public.seats USING btree (short_code);
CREATE INDEX ix_servings_round_id ON public.servings USING btree (round_id);
CREATE INDEX ix_servings_sample_id ON public.servings USING btree (sample_id);
CREATE INDEX ix_servings_seat_id ON public.servings USING btree (seat_id);
CREATE INDEX ix_shares_project_id ON public.shares USING btree (project_id);
CREATE TRIGGER audit_no_delete BEFORE DELETE ON public.audit FOR EACH ROW EXECUTE FUNCTION public.formulator_append_only();
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON public.audit FOR EACH STATEMENT EXECUTE FUNCTION public.formulator_append_only();
CREATE TRIGGER audit_no_update BEFORE UPDATE ON public.audit FOR EACH ROW EXECUTE FUNCTION public.formulator_append_only();
CREATE TRIGGER formula_versions_no_delete BEFORE DELETE ON public.formula_versions FOR EACH ROW EXECUTE FUNCTION public.formulator_append_only();
CREATE TRIGGER formula_versions_no_truncate BEFORE TRUNCATE ON public.formula_versions FOR EACH STATEMENT EXECUTE FUNCTION public.formulator_append_only();
CREATE TRIGGER formula_versions_no_update BEFORE UPDATE ON public.formula_versions FOR EACH ROW EXECUTE FUNCTION public.formulator_append_only();
CREATE TRIGGER iterations_no_delete BEFORE DELETE ON public.iterations FOR EACH ROW EXECUTE FUNCTION public.formulator_append_only();
CREATE TRIGGER iterations_no_truncate BEFORE TRUNCATE ON public.iterations FOR EACH STATEMENT EXECUTE FUNCTION public.formulator_append_only();
CREATE TRIGGER iterations_no_update BEFORE UPDATE ON public.iterations FOR EACH ROW EXECUTE FUNCTION public.formulator_append_only();
CREATE TRIGGER judgements_no_delete BEFORE DELETE ON public.judgements FOR EACH ROW EXECUTE FUNCTION public.formulator_append_only();
CREATE TRIGGER judgements_no_truncate BEFORE TRUNCATE ON public.judgements FOR EACH STATEMENT EXECUTE FUNCTION public.formulator_append_only();
CREATE TRIGGER judgements_no_update BEFORE UPDATE ON public.judgements FOR EACH ROW EXECUTE FUNCTION public.formulator_append_only();
CREATE TRIGGER measurement_voids_no_delete BEFORE DELETE ON public.measurement_voids FOR EACH ROW EXECUTE FUNCTION public.formulator_append_only();
CREATE TRIGGER measurement_voids_no_truncate BEFORE TRUNCATE ON public.measurement_voids FOR EACH STATEMENT EXECUTE FUNCTION public.formulator_append_only();
CREATE TRIGGER measurement_voids_no_update BEFORE UPDATE ON public.measurement_voids FOR EACH ROW EXECUTE FUNCTION public.formulator_append_only();
CREATE TRIGGER measurements_no_delete BEFORE DELETE ON public.measurements FOR EACH ROW EXECUTE FUNCTION public.formulator_append_only();
CREATE TRIGGER measurements_no_truncate BEFORE TRUNCATE ON public.measurements FOR EACH STATEMENT EXECUTE FUNCTION public.formulator_append_only();
CREATE TRIGGER measurements_no_update BEFORE UPDATE ON public.measurements FOR EACH ROW EXECUTE FUNCTION public.formulator_append_only();
CREATE TRIGGER samples_no_delete BEFORE DELETE ON public.samples FOR EACH ROW EXECUTE FUNCTION public.formulator_append_only();
CREATE TRIGGER samples_no_truncate BEFORE TRUNCATE ON public.samples FOR EACH STATEMENT EXECUTE FUNCTION public.formulator_append_only();
CREATE TRIGGER samples_no_update BEFORE UPDATE ON public.samples FOR EACH ROW EXECUTE FUNCTION public.formulator_append_only();
CREATE TRIGGER servings_no_delete BEFORE DELETE ON public.servings FOR EACH ROW EXECUTE FUNCTION public.formulator_append_only();
CREATE TRIGGER servings_no_truncate BEFORE TRUNCATE ON public.servings FOR EACH STATEMENT EXECUTE FUNCTION public.formulator_append_only();
CREATE TRIGGER servings_no_update BEFORE UPDATE ON public.servings FOR EACH ROW EXECUTE FUNCTION public.formulator_append_only();
CREATE TRIGGER voids_no_delete BEFORE DELETE ON public.voids FOR EACH ROW EXECUTE FUNCTION public.formulator_append_only();
CREATE TRIGGER voids_no_truncate BEFORE TRUNCATE ON public.voids FOR EACH STATEMENT EXECUTE FUNCTION public.formulator_append_only();
CREATE TRIGGER voids_no_update BEFORE UPDATE ON public.voids FOR EACH ROW EXECUTE FUNCTION public.formulator_append_only();
ALTER TABLE ONLY public.drafts
    ADD CONSTRAINT fk_drafts_project_id FOREIGN KEY (project_id) REFERENCES public.projects(id);
ALTER TABLE ONLY public.formula_versions
    ADD CONSTRAINT fk_formula_versions_project_id FOREIGN KEY (project_id) REFERENCES public.projects(id);
ALTER TABLE ONLY public.iterations
    ADD CONSTRAINT fk_iterations_project_id FOREIGN KEY (project_id) REFERENCES public.projects(id);
ALTER TABLE ONLY public.judgements
    ADD CONSTRAINT fk_judgements_serving_id FOREIGN KEY (serving_id) REFERENCES public.servings(id);
ALTER TABLE ONLY public.measurement_voids
    ADD CONSTRAINT fk_measurement_voids_measurement_id FOREIGN KEY (measurement_id) REFERENCES public.measurements(id);
ALTER TABLE ONLY public.measurements
    ADD CONSTRAINT fk_measurements_project_id FOREIGN KEY (project_id) REFERENCES public.projects(id);
ALTER TABLE ONLY public.rounds
    ADD CONSTRAINT fk_rounds_project_id FOREIGN KEY (project_id) REFERENCES public.projects(id);
ALTER TABLE ONLY public.samples
    ADD CONSTRAINT fk_samples_round_id FOREIGN KEY (round_id) REFERENCES public.rounds(id);
ALTER TABLE ONLY public.seats
    ADD CONSTRAINT fk_seats_round_id FOREIGN KEY (round_id) REFERENCES public.rounds(id);
ALTER TABLE ONLY public.servings
    ADD CONSTRAINT fk_servings_round_id FOREIGN KEY (round_id) REFERENCES public.rounds(id);
ALTER TABLE ONLY public.servings
    ADD CONSTRAINT fk_servings_sample_id FOREIGN KEY (sample_id) REFERENCES public.samples(id);
ALTER TABLE ONLY public.servings
    ADD CONSTRAINT fk_servings_seat_id FOREIGN KEY (seat_id) REFERENCES public.seats(id);
ALTER TABLE ONLY public.shares
    ADD CONSTRAINT fk_shares_project_id FOREIGN KEY (project_id) REFERENCES public.projects(id);
ALTER TABLE ONLY public.voids
    ADD CONSTRAINT fk_voids_judgement_id FOREIGN KEY (judgement_id) REFERENCES public.judgements(id);
