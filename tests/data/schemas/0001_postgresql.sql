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
    details json NOT NULL
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
    CONSTRAINT ck_rounds_status CHECK (((status)::text = ANY ((ARRAY['open'::character varying, 'closed'::character varying])::text[])))
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
INSERT INTO public.alembic_version VALUES ('0001');
INSERT INTO public.audit VALUES (1, '2026-11-22 03:22:43.651049+00', 'ann', 'create project', '415fe2916bf549d996501e67434dee06', '{"name": "Oat drink"}');
INSERT INTO public.audit VALUES (2, '2026-11-22 03:22:43.68777+00', 'ann', 'add iteration', '70443916febe42409b3b67a14a71b126', '{"project": "415fe2916bf549d996501e67434dee06", "number": 1}');
INSERT INTO public.audit VALUES (3, '2026-11-22 03:22:43.734189+00', 'lee', 'create round', '39d64c6fd4974734b6274873b074bcb2', '{"project": "415fe2916bf549d996501e67434dee06", "samples": 2}');
INSERT INTO public.audit VALUES (4, '2026-11-22 03:22:43.784544+00', '', 'submit judgement', '22fa3b561a4140f2aee26c883694bc84', '{"serving": "c00da2304e6a4b40bde73e212011d198", "source": "app"}');
INSERT INTO public.audit VALUES (5, '2026-11-22 03:22:43.810205+00', '', 'submit judgement', '414ac48842f44e648b94a2df2d7d6383', '{"serving": "c37d5e15bc2f445e98a5114a7ea877b8", "source": "app"}');
INSERT INTO public.audit VALUES (6, '2026-11-22 03:22:43.826596+00', '', 'submit judgement', '894f9ebcc91141f6844753ecb0bc15e8', '{"serving": "30c9b4d38091434ebf1690b631058a61", "source": "app"}');
INSERT INTO public.audit VALUES (7, '2026-11-22 03:22:43.845066+00', '', 'submit judgement', '7b9d279705e047ef99fd52062faa732f', '{"serving": "36aa60943b03409db0905a34f8a1849d", "source": "app"}');
INSERT INTO public.audit VALUES (8, '2026-11-22 03:22:43.89912+00', 'lee', 'void judgement', '22fa3b561a4140f2aee26c883694bc84', '{"reason": "wrong cup"}');
INSERT INTO public.audit VALUES (9, '2026-11-22 03:22:43.922014+00', 'lee', 'close round', '39d64c6fd4974734b6274873b074bcb2', '{}');
INSERT INTO public.audit VALUES (10, '2026-11-22 03:22:43.936493+00', 'ann', 'save draft', '415fe2916bf549d996501e67434dee06', '{"kind": "brief", "name": "barista", "version": 1}');
INSERT INTO public.audit VALUES (11, '2026-11-22 03:22:43.961198+00', 'ann', 'save draft', '415fe2916bf549d996501e67434dee06', '{"kind": "brief", "name": "barista", "version": 2}');
INSERT INTO public.audit VALUES (12, '2026-11-22 03:22:43.979173+00', 'root', 'save user', 'ann', '{"role": "scientist", "active": true}');
INSERT INTO public.audit VALUES (13, '2026-11-22 03:22:43.984785+00', 'lee', 'export round', '39d64c6fd4974734b6274873b074bcb2', '{}');
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
SELECT pg_catalog.setval('public.audit_number_seq', 13, true);
ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
ALTER TABLE ONLY public.audit
    ADD CONSTRAINT pk_audit PRIMARY KEY (number);
ALTER TABLE ONLY public.drafts
    ADD CONSTRAINT pk_drafts PRIMARY KEY (id);
ALTER TABLE ONLY public.iterations
    ADD CONSTRAINT pk_iterations PRIMARY KEY (id);
ALTER TABLE ONLY public.judgements
    ADD CONSTRAINT pk_judgements PRIMARY KEY (id);
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
ALTER TABLE ONLY public.users
    ADD CONSTRAINT pk_users PRIMARY KEY (name);
ALTER TABLE ONLY public.voids
    ADD CONSTRAINT pk_voids PRIMARY KEY (id);
ALTER TABLE ONLY public.drafts
    ADD CONSTRAINT uq_drafts_project_id_kind_name UNIQUE (project_id, kind, name);
ALTER TABLE ONLY public.iterations
    ADD CONSTRAINT uq_iterations_project_id_number UNIQUE (project_id, number);
ALTER TABLE ONLY public.judgements
    ADD CONSTRAINT uq_judgements_serving_id UNIQUE (serving_id);
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
ALTER TABLE ONLY public.voids
    ADD CONSTRAINT uq_voids_judgement_id UNIQUE (judgement_id);
CREATE INDEX ix_audit_subject ON public.audit USING btree (subject);
CREATE INDEX ix_drafts_project_id ON public.drafts USING btree (project_id);
CREATE INDEX ix_iterations_project_id ON public.iterations USING btree (project_id);
CREATE INDEX ix_rounds_project_id ON public.rounds USING btree (project_id);
CREATE INDEX ix_samples_round_id ON public.samples USING btree (round_id);
CREATE INDEX ix_seats_round_id ON public.seats USING btree (round_id);
CREATE INDEX ix_seats_short_code ON public.seats USING btree (short_code);
CREATE INDEX ix_servings_round_id ON public.servings USING btree (round_id);
CREATE INDEX ix_servings_sample_id ON public.servings USING btree (sample_id);
CREATE INDEX ix_servings_seat_id ON public.servings USING btree (seat_id);
ALTER TABLE ONLY public.drafts
    ADD CONSTRAINT fk_drafts_project_id FOREIGN KEY (project_id) REFERENCES public.projects(id);
ALTER TABLE ONLY public.iterations
    ADD CONSTRAINT fk_iterations_project_id FOREIGN KEY (project_id) REFERENCES public.projects(id);
ALTER TABLE ONLY public.judgements
    ADD CONSTRAINT fk_judgements_serving_id FOREIGN KEY (serving_id) REFERENCES public.servings(id);
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
ALTER TABLE ONLY public.voids
    ADD CONSTRAINT fk_voids_judgement_id FOREIGN KEY (judgement_id) REFERENCES public.judgements(id);
