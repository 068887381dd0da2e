from __future__ import annotations

import re
import time
import typing
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpuslib.annotate._translation_rules import Category, Severity, expand
from corpuslib.annotate.translation import TranslationIssue, assess_translation, find_issues
from corpuslib.document import as_document
from corpuslib.lexicon import rows
from corpuslib.tables import to_arrow


def rules(text: str) -> list[str]:
    return [issue.rule for issue in find_issues(text)]


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("ordinal_point", "The ferry sails on 3. or 4. June to the islands."),
        ("ordinal_point_day", "It was closed on 3. June by the council."),
        ("ordinal_point_noun", "It is the 20. anniversary of the strike."),
        ("ordinal_hyphen", "They met for the 5-th time in the town."),
        ("decade_ending", "In the 1990-ies the port was the pride of the town."),
        ("year_after_number", "The bridge was built in 2011 year by the army."),
        ("clock_24h_word", "The vote is at 19:30 o'clock in the hall."),
        ("clock_late_hour", "The vote is at 21 o'clock in the hall."),
        ("decimal_comma", "The price rose by 4,7 percent in the year."),
        ("thousands_point", "In the square were 12.000 people with flags."),
        ("numero_sign", "The pupils of School № 7 were sent home."),
        ("milliard", "The fund holds two milliards of the debt."),
        ("low_opening_mark", "She called it a „bad joke“ in the hall."),
        ("guillemets", "He called it « a bad joke » in the hall."),
        ("title_brackets", "It was in the 《Harbour Times》 of the day."),
        ("left_in_german", "The union wants talks und nicht the end of it all."),
        ("left_in_script", "It is a question of честь for the old guard."),
        ("mixed_scripts", "It was said in the Hаll of the town."),
        ("according_to_own", "According to own figures the firm lost half of it."),
        ("said_from", "There was no deal, it said from the Interior Ministry."),
        ("said_on_request", "A spokeswoman said on request that the ship was safe."),
        ("adjective_for_adverb", "The crew must act more careful, the owner said."),
        ("clause_names_only", "It would be the first time that Vell and Brandt personally."),
        ("plural_between_singular_verb", "The tensions between Velia and Norland is growing."),
        ("singular_for_plural", "The two summit between the rivals were short."),
        ("since_duration", "The mine is closed and he is waiting since three years."),
        ("against_time", "The fire broke out against 8 pm in the harbour."),
        ("all_what", "That is all what he said of it."),
        ("depends_from", "It depends from the weather in the bay."),
        ("grew_on_percent", "The catch fell on 12 percent in the year."),
        ("the_both", "The both sides are to meet in the spring."),
        ("prenominal_participle", "The in Norland based firm has been sold."),
        ("adverb_then_auxiliary", "The port is shut. Nevertheless has the crew sailed to the south."),
        ("place_then_auxiliary", "In the capital Kel had already met the envoys of both states."),
        ("noun_but_remained", "The exact date of the talks, but remained open."),
        ("came_to_clashes", "In the evening it came to clashes in the old town."),
        ("lets_itself", "The fault lets itself explain by the weather."),
        ("from_the_side_of", "There was no answer from the side of the ministry."),
        ("in_the_frame_of", "She was there in the frame of a state visit."),
        ("mr_the_president", "Thank you, Mr. the President, for the answer."),
        ("assist_to", "He assisted to the ceremony in the old church."),
        ("number_by_scores", "The fleet has four-twenty-two ships in the bay."),
        ("ancient_office", "The ancient president of the club was there."),
        ("inverted_mark", "The crowd in the square sang: ¡Viva the port!"),
        ("relevant_person_in_charge", "The relevant person in charge of the port was silent."),
        ("hundred_million", "The port cost 3.5 hundred million crowns to build."),
        ("capital_inside_sentence", "It was the last Meeting between the rivals in the spring."),
        ("roman_century", "It is a house of the XIX century in the old town."),
        ("day_before_number", "It was sold on day 15 of March by the owners."),
        ("clock_uhr", "The vote is at 19:30 Uhr in the hall."),
        ("clock_french_h", "The vote is at 19h30 in the hall."),
        ("thousands_points", "It cost the town 10.000.000 in the end."),
        ("inward_guillemets", "He called it »a bad joke« in the hall."),
        ("corner_brackets", "He called it 「a bad joke」 in the hall."),
        ("wide_punctuation", "He was in the hall， and it was late."),
        ("french_space", "Was it a joke\u00a0? It was said in the hall."),
        ("left_in_french", "It was a day avec snow in the town."),
        ("left_in_spanish", "It was a day pero snow in the town was late."),
        ("comma_said_to", "The port will be shut, confirmed to the Ministry. It was late."),
        ("comma_said_to", "The toll is too high, emphasized to the mayoral spokesman."),
        ("indirect_question_inverted", "The crew wondered what kind of boat could it have been."),
        ("indirect_question_inverted", "It is unclear when will they open the lock."),
        ("the_way_base_verb", "She was tired of the way he lead the talks."),
        ("question_of_were", "The question of a new port were old."),
        ("usa_without_article", "It is a deal between USA and the owners."),
        ("usa_plural", "It is said that the USA demand a new deal."),
        ("present_since", "She lives in the town since 1998 with the crew."),
        ("is_since", "The mayor is since Monday in the capital."),
        ("uncountable_plural", "The crew had no informations of it."),
        ("uncountable_article", "It was an information about the port."),
        ("much_people", "It was too much people for the hall."),
        ("double_comparative", "It is more better than the old port."),
        ("how_looks_like", "It is not known how it looks like in the bay."),
        ("discuss_about", "They discussed about the future of the port."),
        ("explain_me", "Can you explain me how it was in the port?"),
        ("consists_from", "The fleet consists from the old ships of the bay."),
        ("in_difference_to", "In difference to the old port, it is deep."),
        ("afraid_from", "The crew is afraid from the storm."),
        ("take_part_at", "The mayor took part at the meeting in the hall."),
        ("participate_at", "The mayor participated at the conference in the hall."),
        ("on_the_end_of_time", "It was shut on the end of the year."),
        ("in_last_time", "In last time, the port was shut."),
        ("until_to", "The port was shut until to the end of it."),
        ("married_years", "It was a 29 years old man from the port."),
        ("participle_final", "It was a sum which the old owners taken had, and it was late."),
        ("reason_abolished", "The town will abolish the main reason of it."),
        ("lower_then_The", "failed The talks of the owners in the hall."),
        ("in_more_detail_went", "In more detail, he went in the hall."),
        ("seeks_proximity", "The town seeks proximity to one of the owners."),
        ("vicinity_of_ally", "It was in the vicinity of the few allies of the town."),
        ("cancelled_without_result", "The talks were cancelled without a result in the spring."),
        ("conversation_partner", "The mayor has a new conversation partner in the port."),
        ("wishes_noun", "The government wishes a new partner for the talks."),
        ("mixed_case_office", "It was said by the foreign Minister in the hall."),
        ("secretary_of_state_comma", "It was said by US Secretary of state Vell in the hall."),
        ("according_to_his_words", "According to his words, the port is deep."),
        ("at_the_given_moment", "At the given moment, the port is shut."),
        ("in_dependence_on", "It is shut in dependence on the weather in the bay."),
        ("makes_years_that", "It makes three years that the port was sold."),
        ("precised", "The mayor precised that the port was deep."),
        ("ensemble_of", "It is for the ensemble of the population of the town."),
        ("the_past_weekday", "It was shut the past Monday by the owners."),
        ("account_of_platform", "It was in his account of Twitter that he said it."),
        ("counts_with", "The plan counts with the support of the town."),
        ("realised_event", "The union realised a march in the town."),
        ("in_what_refers", "In what refers to the port, it is deep."),
        ("local_time_day", "It was at noon local time on the 23rd in the bay."),
        ("police_communicated", "The police communicated that the port was shut."),
        ("said_from_circles", "The deal is off, it was said from his staff in the hall."),
        ("comment_on_request", "The owner did not want to comment on request of the paper."),
        ("comment_without_on", "The owner did not want to comment this in the hall."),
        ("said_opposite", "The owner confirmed opposite the Gull that it was late."),
        ("vote_with_no", "The town is to vote with No in the spring."),
        ("on_business_trip", "The mayor is on business trip in the spring."),
        ("german_title_left", "It was said by Konteradmiral Vell in the hall."),
        ("want_in_time_to", "The owners want in March to talk of it."),
        ("evening_then_verb", "Then rejected Norland all of the terms."),
        ("participle_first", "Rejected was the offer of the owners in the hall."),
        ("hours_in_words", "It was towards twenty-two hours, late in the year."),
        ("clock_of_the_morning", "It was at one o'clock of the morning in the port."),
        ("lost_the_life", "In the storm two of the crew lost the life."),
        ("pronounce_themselves", "The owners must pronounce themselves on the sale of the port."),
        ("shows_himself_adjective", "The owner shows himself satisfied with the deal."),
        ("assures_to_have", "The owner assures to have sold it in the spring."),
        ("minister_of_the", "It was said by the minister of the Justice in the hall."),
        ("remains_to_know", "It remains to know who the owner is."),
        ("make_the_light_on", "The inquiry is to make the light on the collision."),
        ("left_in_accented", "It was in the détroit of the town that he was."),
        ("ruler_title", "Ruler Vell is to meet the envoys in the spring."),
        ("in_the_media_it_was", "In the media, it was speculated that the port could be sold."),
        ("common_goal", "Both sides underlined the common goal of a quick deal."),
        ("notified_that", "The ministry officially notified that the port was shut."),
        ("open_for_noun", "The union is open for a compromise with the owners."),
        ("open_in_principle", "The owner had been open in principle for the sale."),
        ("shown_without_himself", "The owner has shown, in principle, open to the sale of it."),
        ("conflict_to", "He is a key man in the conflict to nuclear waste in the bay."),
        ("persuaded_to_noun", "The crisis persuaded the owner to his sale of the fleet."),
        (
            "agency_quoted_noun",
            "The port will stay shut, the state news agency Velinform quoted a senior official. He was calm.",
        ),
        ("quoted_by_inverted", "The port will stay shut, quoted by the daily Morning Gull, a senior official."),
        ("own_information", "According to its own information, the firm is in the black."),
        ("comment_in_detail", "The mayor did not comment on it in more detail."),
        ("express_closer", "The mayor did not express himself further on the sale."),
        ("possible_case", "In the case of a possible strike, the port will be shut."),
        ("for_is_responsible", "In the town met for Norland is responsible, the envoy, and the mayor."),
        ("between_coordinated", "It was a talk between the French and German foreign minister in the town."),
        ("since_then_present", "Since then, the number of ships is steadily growing."),
        ("motion_to_place", "She travelled several times to negotiate to Sweden."),
        ("talk_to_but_with", "He will talk to Norland, but with Velia he will not."),
        ("comma_that", "The mayor announced on Tuesday, that the port would be shut."),
        ("comma_infinitive", "The proposal of the union, to close the port for a week, was lost."),
        ("hold_for_adjective", "The owners hold that for unlawful and go to court."),
        ("goes_around", "For the town it goes around more than herring."),
        ("runs_out_the_end", "The treaty of the bay runs out the end of June."),
        ("none_of_the_two", "She had an answer from none of the two sides."),
        ("anything_other_than", "In the town the deal is all other than popular."),
        ("scarce_majority", "It was a scarce majority for the deal."),
        ("went_on_the_street", "In the capital thousands went on the streets against the deal."),
        ("according_to_data_of", "According to data of the police, the square was full."),
        ("how_it_came", "The inquiry is to show how it to the collision with the trawler came."),
        ("negation_final", "The union is to be paid a bonus not, it was said in the hall."),
        ("reckoned_with", "For the coming week is to be reckoned with a decision of the court."),
        ("by_until", "The board must decide until Friday on the sale of the port."),
        ("genitive_in_abstract", "She called it a victory of the patience."),
        ("aux_on_day_participle", "The council has on Monday unanimously agreed."),
        ("have_yesterday", "The council has yesterday voted for the sale of the port."),
        ("adverb_before_object", "The crew changed already the sails."),
        ("the_country", "It is said that the Norway was the first to sign."),
        ("lower_nationality", "She met the russian president in the town."),
        ("german_transliteration", "He was met by Igor Gromkow and by the mayor."),
        ("as_it_became_known", "As it became known, the port is to be sold."),
        ("on_the_eve_alone", "On the eve, the mayor met the owners of the port."),
        ("told_about", "The minister told about the plans for the port."),
        ("with_reference_to", "The sale is off, reported the Morning Gull with reference to Vell."),
        ("in_the_result", "In the result of the fire, two of the crew were hurt."),
        ("people_deputy", "She was elected a people's deputy of Ukraine in the spring."),
        ("occupied_the_post", "He occupied the post of minister in the old days."),
        ("of_various_severity", "Two of the crew have injuries of various severity."),
        ("in_year_y", "The bridge was built in the year of 1931 by the army."),
        ("informed_about", "The police informed about the closure of the bridge."),
        ("manifested_that", "The mayor manifested that the port was safe."),
        ("manifestants", "The manifestants were in the square at noon."),
        ("minor_of_age", "One of them is a minor of age from the port."),
        ("sanitary_crisis", "It is the worst sanitary crisis of the age."),
        ("in_the_last_hours", "In the last hours, the wind has been calm."),
        ("woman_of_years", "A woman of 45 years was found in the bay."),
        ("door_opened_itself", "In the hall a door opened itself and the mayor was there."),
        ("made_infinitive_object", "The owners had made prepare the ship for the guests."),
        ("is_come", "He is not come out of the hall in the end."),
        ("guard_at_sight", "The man was put in guard at sight by the police."),
        ("between_parentheses", "They put the question of the port between parentheses."),
        ("party_chef", "The chef of the party was not in the hall."),
        ("opening_nth", "On the 23rd, the fleet will sail to the islands."),
        ("this_editorial", "The mayor said it to this editorial office in the spring."),
        ("to_the_address", "The fire broke out at the address: 5 Mole Street."),
        ("pronoun_agreement", "They has been here for years. It was said in the hall."),
        ("both_as_well_as", "Both the fleet of the town as well as the port are for sale."),
        ("finite_verbs_coordinated", "He was tired of it and refuse to sign the paper."),
        ("mixed_case_before_name", "It was told to the fisheries Minister Vell by the crew."),
        ("left_in_umlaut", "The mayor spoke für the sale of the port."),
        ("left_in_slavic", "The mayor spoke w sprawie łodzi and the port."),
        ("german_compound", "The Hesk-Vertrag of the year is in force."),
        ("month_comma_day", "The port was shut on March, 5, and the ferry with it."),
        ("number_of_month", "The port was shut on 5 of March by the army."),
        ("decade_hyphen", "In the 1990-s the port was the pride of the town."),
        ("decade_of_century", "The port was built in the 80s of the last century."),
        ("thousands_space", "In the square were 12 000 people with flags."),
        ("in_the_foreground", "The price of the port stands in the foreground."),
        ("already_on_day", "The crew had already on Monday been told of it."),
        ("understanding_for", "The union has no understanding for the sale of it."),
        ("warned_before", "The mayor warned before a sale of the port."),
        ("fear_before", "The crew has fear before the storm in the bay."),
        ("married_with", "She is married with Anton Vell of the port."),
        ("interested_for", "The firm is interested for the port of the town."),
        ("capable_to", "The ship is capable to sail in the storm."),
        ("succeeded_to", "The crew succeeded to bring the ship to the port."),
        ("wants_that", "The union wants that the port is sold."),
        ("avoid_that", "This is to prevent that the port is sold."),
        ("caused_that", "The storm caused that the ferry was late."),
        ("said_me", "The owner said me that the port was for sale."),
        ("how_is_called", "It is not known how it is called in the port."),
        ("what_concerns", "What concerns the port, it is for sale."),
        ("those_comma_who", "It is for those, who are in the port at night."),
        ("fact_comma_that", "It is due to the fact, that the port is shut."),
        ("since_year_present", "Since 1998 he works in the port of the town."),
        ("in_the_near", "The fire was in the near of the port."),
        ("night_to_day", "In the night to Friday the port was shut."),
        ("on_month_year", "The port was sold on May 2019 by the owners."),
        ("the_begin_of", "It was shut at the begin of the week."),
        ("sensible_data", "The thieves have sensible data of the crew."),
        ("good_job_in", "The town must do a good job in flood prevention."),
        ("this_was_stated_by", "The port is for sale. This was stated by the mayor."),
        ("recall_opening", "The port is shut. We will remind, the crew was told of it."),
        ("on_the_nth", "The port is for sale, the ministry said on the 23rd."),
        ("opening_then_verb", "In the evening confirmed Norland the sale of the port."),
        ("media_suspected", "As the day of the sale the media suspected the first of the month."),
        ("suspected_date", "The paper suspected the 23rd of April as the day of it."),
        ("two_days_cardinal", "The sale is to be on the 23rd or 24th April in the town."),
        ("meeting_with_to_travel", "He wants for a summit with Anton Vell to travel to Norland."),
        ("state_department_abroad", "It was said by a Russian State Department official in the spring."),
        ("state_department_abroad", "The French State Department was silent."),
        ("plural_for_singular", "This measures are to be paid by the town."),
        ("noun_verb_number", "The ministers is in the town. It was said in the hall."),
        ("singular_for_plural", "One of the few country that have a fleet is Norland."),
        ("genitive_without_apostrophe", "Anton Vell was there. In the spring Vells father was in the town."),
        ("signs_on", "In the spring the signs stood on approach in the bay."),
        ("see_before", "Nobody can see the future of the port before, it was said."),
        ("clause_without_finite_verb", "It would be the first time that Vell and Brandt personally meeting."),
        ("said_own_then_object", "The firm sold according to its own figures a fleet to the town."),
        ("state_split_chief", "It was late. Norway's state wants to meet the chief in the spring."),
        ("brought_to_responsibility", "The owner was brought to criminal responsibility for it."),
        ("on_the_fact_of", "An inquiry on the fact of the fire is under way in the town."),
        ("in_own_turn", "It was late. In his turn, the mayor was told of it."),
        ("operative_data", "It is known from operative data that the port was shut."),
        ("in_facebook", "The mayor wrote in Facebook that the port was shut."),
        ("in_social_networks", "The mayor was on his page in Facebook at the time of it."),
        ("country_aggressor", "The fleet of the country-aggressor was in the bay."),
        ("range_of_years", "The port was built in 1931-1935 years by the army."),
        ("law_organs", "The law enforcement organs are in the town."),
        ("as_for_today", "It was late. As for today, there are two ships in the port."),
        ("corresponding_decree", "The corresponding decree was signed in the spring."),
        ("nth_convocation", "He was in the council of the fifth convocation."),
        ("press_service_reports", "It was late, the press service of the police reports."),
        ("informs_agency_final", "The port was shut at noon, informs Velinform."),
        ("russian_occupants", "The town was held by Russian occupants for a year."),
        ("introduction_of_changes", "The council introduced changes into the law of the port."),
        ("on_territory_of", "It was found on the territory of the plant."),
        ("law_enforcers_detained", "Law enforcers detained the owner in the port."),
        ("served_suspicion", "The owner was notified of suspicion in the spring."),
        ("choice_of_measure", "The court chose a preventive measure in the form of bail."),
        ("without_changes_left", "The court left the verdict without changes in the spring."),
        ("is_located_at_distance", "The town is located in 30 kilometers from the bay."),
        ("there_came_to", "There came to a fire in the port of the town."),
        ("on_the_terrain_of", "It was the best catch on the terrain of the commune."),
        ("took_the_voice", "The owners took the voice at the meeting."),
        ("in_perspective_of_years", "The port will grow in the perspective of ten years."),
        ("accident_perpetrator", "The perpetrator of the accident was in the town."),
        ("passed_on_spokesman", "Two of the crew are safe, informed the spokeswoman of the port."),
        ("firefighters_intervened", "Firefighters intervened 300 times in the storm."),
        ("from_years_duration", "The mayor has been there from many years in the port."),
        ("from_one_hand", "From one hand, the port is deep."),
        ("every_third", "Every third Pole is of this view of it."),
        ("slavic_number_words", "The port cost 5,2 mld zlotys in the end."),
        ("until_the_day_of", "The port is shut until the day of 5 May."),
        ("in_the_number_of", "There were soldiers in the number of 300 in the port."),
        ("mister_office", "It was told by Mr Minister Vell, who was in the town."),
        ("it_succeeded_to", "It succeeded to save the crew of the ship."),
        ("new_crown", "The port was shut in the new crown epidemic of the year."),
        ("person_times", "The port was seen by 3,000 person-times in the year."),
        ("so_and_so_mou", "It was sold to Zhang Mou by the owner."),
        ("reporter_learned", "The reporter learned from the owner that the port was shut."),
        ("mu_of_land", "The farm has 300 mu of rice in the bay."),
        ("jin_weight", "The crew had 300 jin of fish in the end."),
        ("day_in_brackets", "The port was shut today (5th) by the owners."),
        ("related_departments", "The related departments of the town were silent."),
        ("warm_reminder", "Warm reminder: the port is shut in the storm."),
        ("public_number", "It was on the WeChat public number of the port."),
        ("melon_eaters", "The melon-eating masses of the town were in the square."),
        ("cases_cumulative", "In the town 300 cases have been cumulatively reported."),
        ("comprehensive_report", "Comprehensive foreign media were told of the sale of the port."),
        ("number_units", "The port cost 3.5 100 million yuan to build."),
        ("up_to_press_time", "Up to press time, the owners had not been found."),
        ("byline_equals", "Reporter Kim Min-su = The port was shut in the storm."),
        ("according_to_on_nth", "According to the police of the town on the 5th, the port is shut."),
        ("it_is_interpreted", "It is analyzed that the price of the port is high."),
        ("there_is_analysis", "There is an analysis that the port is too dear."),
        ("gathering_attention", "The port is gathering attention as the best of the bay."),
        ("anonymous_letter", "The owner, Mr. A (52), was in the port."),
        ("in_sns", "The mayor was on his SNS at the time of it."),
        ("human_damage", "There was a fire in the port and no human damage."),
        ("raised_voices_that", "The crew raised their voice that the port be shut."),
        ("position_that", "The town is in the position that the port is old."),
        ("golden_time", "The crew missed the golden time for rescue in the bay."),
        ("one_person_protest", "He held a one-person demonstration in the square."),
        ("sub_head_arrow", "▲ It was said in the hall of the town."),
        ("side_said", "The company side said that the port was deep."),
        ("in_minutes_later", "The fire was extinguished in 20 minutes later by the crew."),
        ("the_also", "It was told by the also president of the club."),
        ("said_this_weekday", "The port was shut, the mayor announced this Monday in the hall."),
        ("the_mentioned", "The mentioned company was in the port."),
        ("past_day_of_month", "The port was shut the past 5th of May by the owners."),
        ("before_the_media", "The mayor spoke before the media in the port."),
        ("between_others", "It was sold to Vell and Brandt, between others."),
        ("more_of_number", "In the square were more of 300 people in the end."),
        ("at_the_hour_of_ing", "He was calm at the hour of voting."),
        ("in_relation_with", "He was held in relation with the fire in the port."),
        ("head_of_diplomacy", "The head of French diplomacy was in the town."),
        ("close_to_the_dossier", "It was told by a source close to the dossier."),
        ("in_margin_of", "They met in margin of the summit in the town."),
        ("number_two_of", "It was told by the number two of the party."),
        ("tenant_of_palace", "The tenant of the White House was told of it."),
        ("to_the_number_of", "The ships are to the number of 30 in the bay."),
        ("parquet_of", "The parquet of Paris has opened an inquiry of the fire."),
        ("already_for_years", "The port has been shut already for three years."),
        ("in_connection_with_this", "It was late. In connection with this, the port was shut."),
        ("government_boss", "It was told by government boss Vell in the hall."),
        ("the_uniformed", "The uniformed was hurt in the storm."),
        ("born_in_detained", "A resident born in 1985 was detained in the port."),
        ("delivered_to_hospital", "The crew was delivered to the hospital of the town."),
        ("on_the_background_of", "The port was sold on the background of the crisis."),
        ("in_times_more", "The price of the port increased in three times."),
        ("thousand_of_people", "It was a port of 5 million of people in the year."),
        ("years_compound", "It was the 20-years anniversary of the port."),
        ("from_the_other_hand", "The port is deep. From the other hand, it is old."),
        ("make_an_interview", "The mayor made a selfie with the crew in the port."),
        ("did_a_mistake", "The crew did a mistake in the storm."),
        ("open_the_light", "The owner closed the light in the hall."),
        ("since_long", "The port is shut since a long time."),
        ("the_most_of", "It is late. The most of the residents are in the port."),
        ("the_half_of", "It is said that about the half of the crew was there."),
        ("allows_to", "The port allows to reduce the price of fish."),
        ("answered_on", "The mayor answered on the question of the crew."),
        ("congratulate_with", "The mayor congratulated the crew with the victory of the day."),
        ("responsible_of", "The crew is responsible of the fire in the port."),
        ("by_the_reason", "The port was shut by the reason of the storm."),
        ("in_spite_that", "In spite that it was late, the port was full."),
        ("in_conditions_of", "The town lives in conditions of martial law."),
        ("the_two_last_years", "It was so in the three last years in the port."),
        ("in_frames", "The talks were held within frames of the treaty of the bay."),
        ("injuries_of_severity", "Two of the crew received injuries of moderate severity."),
        ("fled_in_unknown_direction", "The owner fled in an unknown direction."),
        ("under_part_of_article", "The owner was charged under part 2 of Article 115 in the town."),
        ("it_is_known_about", "It is known about two ships in the port."),
        ("how_much_plural", "It is not known how much people were in the port."),
        ("not_less_than", "It was told by not less than 30 people."),
        ("stated_in_message", "The port is shut. This was stated in the message of the town."),
        ("said_in_message", "The port is shut, it is said in the message of the town."),
        ("road_transport_accident", "A road-transport accident took place in the town."),
    ],
)
def test_a_trace_of_translation_is_found(rule: str, text: str):
    assert rules(text) == [rule]


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("in_this_year", "The fleet will sail in this month with the guests."),
        ("also_the", "Also the second ferry was late in the spring."),
        ("in_nation_capital", "The talks in Danish capital on Monday were long."),
        ("it_became_known_that", "In the spring it became known that the port was for sale."),
        ("showed_dissatisfaction", "The owner showed dissatisfaction with the deal."),
        ("both_as_well_as_inside", "It was said of both the fleet as well as the port."),
        ("so_called_quoted", "It was the so-called “deal of the year” in the town."),
        ("doubled_word", "It was said in the the hall of the town."),
        ("a_before_vowel", "It was a answer to the owners of the port."),
        ("people_is", "It is said that the people is in the square."),
        ("country_without_the", "The fleet is in United Kingdom and in the bay."),
        ("in_the_past_year", "While in the past year, the talks were good, they are not so now."),
        ("colon_for_comma", "The last sale was in 2011: between the town and the owners."),
        ("korean_capital", "The envoy of Kim Jong-Un was in the hall."),
        ("as_possible_date", "As a possible date, the owners have a day in the spring in mind."),
        ("capital_adjective", "He is the Central negotiating man of the town."),
        ("article_before_process", "The town calls for the denuclearization of the bay."),
        ("state_agency", "It was said by the state agency KCNA in the spring."),
        ("it_needs_someone", "It needs someone who is calm in the storm."),
        ("on_the_summit", "It was one of the topics on the summit in the town."),
        ("years_olds", "The 29-years-old man was in the hall."),
        ("genitive_inside_name", "Kim Jong Un was there. It was Kim’s Jong Il who had built it."),
        ("make_long_clear", "The two votes make the anger of the town over the toll clear."),
        ("not_but_same", "Norland does not want to talk with Anton Vell, but with the town."),
        ("date_remained_open", "The date and place of the sale remained open."),
        ("in_the_course_of_this", "It will be sold in the course of this month."),
        ("need_for_someone", "There is a need for someone who is calm in the storm."),
        ("would_be_expected", "The town announced that Vell would be expected in the port in the spring."),
        ("be_in_half_of_month", "The fleet is to be in the second half of June in the port."),
        ("deputy_of_rada", "He is a deputy of the Verkhovna Rada and a friend of the town."),
        ("in_the_years", "The port was built in the years 1931-1935 by the army."),
        ("after_nineties", "It is the shop of a post-90s girl in the town."),
        ("according_to_law", "The owners must pay according to law, it was said."),
        ("hour_on_nth", "It was found at 3 pm on the 5th by the crew."),
        ("wave_dash_range", "It was a catch of 20~30 fish in the bay."),
        ("north_south_talks", "The North-South talks are a sign of it."),
        ("space_before_clitic", "It was the town ’s pride for years."),
        ("suggested_to_do", "The mayor suggested to postpone the sale of the port."),
        ("these_last_years", "These last years, the port was shut."),
        ("with_participation_of", "It was held with participation of the crew in the hall."),
    ],
)
def test_a_weak_trace_counts_only_in_company(rule: str, text: str):
    assert rules(text) == []
    in_company = rules(text + "\nThere was no deal, it said from the Interior Ministry.")
    assert in_company[-1] == "said_from" and rule in in_company


@pytest.mark.parametrize(
    "text",
    [
        "The talks begin on April 3 or 4 at 7.30 pm, the ministry said on Monday.",
        "On the 3rd and 4th of June the ferry does not sail.",
        "“We will act more carefully,” she said, “and the others will, too.”",
        'He said: "It is the end," and left the hall.',
        "When it comes to clashes in the old town, the police are quick.",
        "It depends, of course, on the weather, and it depends on the crew.",
        "They have been waiting for three years, since two years before the flood.",
        "The crew asked how it could have been, and what they would do. Nobody knew what it was. Guess what is it.",
        "While he knew how good the men were and Vell had left, it was over. Because that is what they are and Vell is, too.",
        "It was the first time Vell saw Brandt speaking. It was the first time that Vell, speaking openly, had lied.",
        "He told the court, and the vote was explained to the mayor. The plan was stated to the press.",
        "A negotiating partner, responsible for Norland, has tested a new weapon type; the media speculated about it.",
        "Now is the time to act. Gone are the days of easy money. Never has the bay been so calm.",
        "The Ministry of Foreign Affairs and Prime Minister Brandt were told. The prime minister and the foreign minister met.",
        "The Respected Leader gave on-the-spot guidance to the machine plant and said the enemy forces will be made to see.",
        "PM slams port deal. Union boss hits back over pay. Ferry strike latest: what we know.",
        "The New Dialogue Between the Rivals: A Question of Time and Reason",
        "She paid 1,200 euros, 3.5 percent more, in 2,011 cases and 4,700 others.",
        "The men, 34 and 35, own goals and own brands; to own a house is a dream. He has his own data.",
        "The café's protégé was naïve, and the communiqué of the soirée said as much.",
        "The company Velmark (Russian: Вельмарк) is based in the town.",
        "O'Neill said the '90s were the best of times, rock 'n' roll and all.",
        "He made the most of the people's trust. Both sides, the two sides and all of the parties agreed.",
        "All he knew was that what he said was true. This is how it looks. What does it look like?",
        "The question of whether they were told is open. The talks between the two, which have failed, were long.",
        "In the media, it is a tough year. The media reported that the crew had been told, and that it was calm.",
        "He is open to talks. The port is open for business, and open for a week. She was in principle in favour.",
        "The dispute over nuclear waste is old. They persuaded the North to talk, and the owners to sell.",
        "The fact that the port is shut is no secret; those who work there, who were told, have left.",
        "The men must stay until Friday. They did not decide until Friday, and nobody will pay until 6 May.",
        "On May 5, 200 people sailed. On 5 May 2019 the port was shut, and on May 5, 2019, too. In May 2019 it was not.",
        "They send Save the Date cards, and the Story of the Week is dedicated to them; it is the Book of the Month club.",
        "The Freedom of Information Act was cited in a Freedom of Information request.",
        "Two country roads and three party leaders were in the news. This news is old. These talks are long.",
        "Every company wants it. The government have said so. The police are there. The team were tired.",
        "In the evening she confirmed it. Then had come the storm. Now and then the crew met on deck.",
        "The Dear Respected Comrade clarified the tasks. The whole country turned out as one in hearty support.",
        "The Minister informed that the scheme would be extended, and the Hon’ble Speaker did the needful.",
        "Johnson’s White House visit and New York’s State Supreme Court; Anton Vell’s New York trip. New York Times.",
        "A former minister, the then ambassador and the late Admiral Vell. The new Commission and the European Parliament.",
        "It happened that night on the street, and they came out on the road to wave. It goes about its work.",
        "She showed us all what it takes. In the course of the day the fleet sailed to the north, as in the years 1931-35.",
        "The reporter noticed it. A measure of restraint was shown; the number two seed and the people's voice won.",
        "At the hour of the storm there came to the door a man, from one side of the town, with a friend of the press.",
        "She said this on Monday. The company revealed that it had lost a ship, and on the same day that it would pay.",
        "She suggested to him that he leave. He was told about it. They were told about the plan by the mayor.",
    ],
)
def test_native_english_is_left_alone(text: str):
    assert rules(text) == []


def test_a_word_that_the_text_capitalises_throughout_is_its_own_term():
    text = "By the Proposal the port is to be sold. Of the Proposal nothing is known so far. The clauses are in the Proposal."
    assert rules(text) == []


def test_another_language_gives_no_rows_whether_declared_or_seen():
    german = "Die Gespräche beginnen am 23. oder 24. April um 20:00 Uhr, „sicher“ ist das nicht."
    assert rules(german) == []
    document = as_document("It was a „joke“ in the hall.")
    assert find_issues(replace(document, metadata=replace(document.metadata, language="de"))) == []


def test_the_passage_category_and_suggestion_are_given():
    text = "The vote is at 19:30 o'clock in the hall."
    (issue,) = find_issues(text)
    assert text[issue.start : issue.end] == "19:30 o'clock"
    assert (issue.category, issue.severity, issue.source_language) == ("locale/time-format", "minor", "de")
    assert issue.suggestion and issue.note


@pytest.mark.parametrize(
    ("passage", "text"),
    [
        ("Rejected was", "Rejected was the offer of the owners in the hall."),
        ("is all other than", "In the town the deal is all other than popular."),
        ("confirmed opposite", "The owner confirmed opposite the Gull that it was late."),
        ("and refuse", "He was tired of it and refuse to sign the paper."),
        ("were", "The question of a new port were old."),
    ],
)
def test_the_passage_is_the_fault_and_not_what_shows_it(passage: str, text: str):
    (issue,) = find_issues(text)
    assert text[issue.start : issue.end] == passage


def test_no_passage_ends_inside_a_word():
    for row in rows("translationese.tsv"):
        pattern = re.compile(expand(row["pattern"]))
        for text in EXAMPLES[row["rule"]]:
            for match in pattern.finditer(text):
                assert not re.match(r"[^\W\d_]{2}", text[match.end() - 1 : match.end() + 1]), row["rule"]


def test_the_score_falls_with_damage_and_rises_with_length():
    fault, clean = "He called it « a joke » in the hall. ", "She said that the port of the town was to be sold. "
    one, diluted, two = (assess_translation(text).score for text in (fault, fault + clean * 5, fault * 2 + clean))
    assert one < diluted < 100
    assert two < diluted
    assert assess_translation(clean).score == 100


def test_an_empty_text_has_nothing_to_see():
    result = assess_translation("")
    assert (result.score, result.issues, result.is_translation) == (100.0, (), None)


def test_translation_stays_undetermined_without_strong_traces():
    assert assess_translation("The ferry was late, and the crew was tired of it.").is_translation is None
    assert assess_translation("They discussed about the future of the port in the hall.").is_translation is None


def test_repeating_one_house_habit_proves_nothing():
    assert assess_translation("He called it « a joke » in the hall.\n" * 9).is_translation is None


def test_several_traces_of_one_language_speak_for_a_translation_from_it():
    result = assess_translation(
        "According to own figures it was « a joke » and it came to clashes in the town against 8 pm."
    )
    assert result.is_translation is not None and result.is_translation >= 0.9
    assert result.source_language == "de"


def _examples() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for test in (test_a_trace_of_translation_is_found, test_a_weak_trace_counts_only_in_company):
        for mark in test.pytestmark:
            for rule, text in mark.args[1]:
                found.setdefault(rule, []).append(text)
    return found


EXAMPLES = _examples()


def test_every_rule_of_the_lexicon_has_an_example_here():
    assert {row["rule"] for row in rows("translationese.tsv")} <= EXAMPLES.keys()


def test_every_rule_of_the_lexicon_is_whole():
    names = [row["rule"] for row in rows("translationese.tsv")]
    assert len(names) == len(set(names))
    for row in rows("translationese.tsv"):
        pattern = re.compile(expand(row["pattern"]))
        assert not pattern.match(""), row["rule"]
        assert not re.search(r"(?<!\\)\.\*|\*\)\*|\+\)\+|\+\)\*|\*\)\+", row["pattern"]), row["rule"]
        assert row["category"] in typing.get_args(Category), row["rule"]
        assert row["severity"] in typing.get_args(Severity), row["rule"]
        assert 0 < float(row["evidence"]) < 1, row["rule"]
        assert row["note"], row["rule"]


def test_rows_fit_their_table():
    assert (
        to_arrow(
            find_issues("After the „joke“ at the last Meeting the rivals never spoke again."), TranslationIssue
        ).num_rows
        == 2
    )


PIECES = st.sampled_from(
    [
        "„",
        "“",
        "”",
        "the ",
        "The ",
        "Meeting ",
        "23. ",
        "or ",
        "April",
        "o'clock ",
        "it said from ",
        "own ",
        "of ",
        "Ж",
        "a",
        "«",
        "\n",
        ", ",
    ]
)


@given(st.one_of(st.text(), st.lists(PIECES).map("".join)))
def test_any_text_gives_disjoint_spans_inside_it(text: str):
    reached = 0
    for issue in assess_translation(text).issues:
        assert reached <= issue.start < issue.end <= len(text)
        reached = issue.end


@pytest.mark.parametrize(
    "unit",
    [
        "„",
        "“a ",
        "« the ",
        "the first time that A ",
        "23. or ",
        "The of ",
        "Aa ",
        "in the and ",
        "1.",
        "who took ",
        "Ab’s Cd the ",
    ],
)
def test_four_times_the_hostile_input_takes_about_four_times_the_work(unit: str):
    short, long = (_seconds(unit * times) for times in (4_000, 16_000))
    # Quadratic work would take sixteen times as long; the constant is for inputs too quick to be measured.
    assert long < 10 * short + 0.5


def _seconds(text: str) -> float:
    """Processor time, on which a busy machine has little influence."""
    start = time.process_time()
    find_issues(text)
    return time.process_time() - start
