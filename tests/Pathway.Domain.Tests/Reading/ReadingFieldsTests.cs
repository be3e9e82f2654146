using Pathway.Domain.Journey;

namespace Pathway.Domain.Tests.Reading;

public class ReadingFieldsTests
{
    public static TheoryData<string> AllTypes => Bodies.AllTypes;

    [Theory]
    [MemberData(nameof(AllTypes))]
    public void Every_example_is_read_and_written_back(string type)
    {
        var example = Bodies.Example(type);
        var written = System.Text.Json.JsonSerializer.SerializeToNode(Bodies.Accepted(example), EventJson.Options);
        Assert.True(System.Text.Json.Nodes.JsonNode.DeepEquals(System.Text.Json.Nodes.JsonNode.Parse(example), written), $"{example}\n{written}");
    }

    [Theory]
    [MemberData(nameof(AllTypes))]
    public void The_reader_and_the_stored_form_agree_on_an_event_with_every_field(string type) =>
        Assert.Equal(EventJson.Read(type, File.ReadAllBytes(Bodies.SamplePath(type))), Bodies.Accepted(Bodies.Full(type).ToJsonString(EventJson.Options)));

    [Fact]
    public void A_volumetry_is_read_field_by_field() => Assert.Equal(
        new VolumetryRecorded(new(2026, 2, 11), ScanModality.Ct, 492, 1612, 118, RemnantSegments: [LiverSegment.II, LiverSegment.III]),
        Bodies.Accepted(Bodies.Example("volumetry_recorded")));

    [Fact]
    public void A_null_for_an_optional_field_is_the_same_as_leaving_it_out() => Assert.Equal(
        Bodies.Accepted(Bodies.With("volumetry_recorded", "tumorVolumeMl", null)),
        Bodies.Accepted(Bodies.With("volumetry_recorded", "tumorVolumeMl", "null")));

    [Theory]
    [InlineData("volumetry_recorded", "flrVolumeMl", "492", 492)]
    [InlineData("volumetry_recorded", "flrVolumeMl", "4.92e2", 492)]
    [InlineData("volumetry_recorded", "flrVolumeMl", "123.456789012345", 123.456789012345)]
    [InlineData("volumetry_recorded", "tumorVolumeMl", "-0.0", 0)]
    [InlineData("volumetry_recorded", "tumorVolumeMl", "0.000000000000000000000", 0)]
    [InlineData("volumetry_recorded", "flrVolumeMl", "10", 10)] // the limits themselves are allowed
    [InlineData("volumetry_recorded", "flrVolumeMl", "6000", 6000)]
    public void A_number_is_kept_as_it_was_meant(string type, string field, string json, double expected)
    {
        var read = (VolumetryRecorded)Bodies.Accepted(Bodies.With(type, field, json));
        var value = field == "flrVolumeMl" ? read.FlrVolumeMl : read.TumorVolumeMl!.Value;
        Assert.Equal(expected, value);
        Assert.False(double.IsNegative(value));
    }

    [Fact]
    public void A_whole_number_may_be_written_with_a_point_or_an_exponent() => Assert.Equal(
        [12, 12, 10],
        new[] { "12", "12.0", "1e1" }.Select(n => ((ChemotherapyRecorded)Bodies.Accepted(Bodies.With("chemotherapy_recorded", "cycles", n))).Cycles));

    [Theory]
    // Fields
    [InlineData("volumetry_recorded", "modality", null, "/modality", "missing-field", "modality is missing. It is one of ct or mri.")]
    [InlineData("volumetry_recorded", "modality", "null", "/modality", "missing-field", "modality is null. It is one of ct or mri.")]
    [InlineData("note_recorded", "note", null, "/note", "missing-field", "note is missing. It is a text of up to 2000 characters.")]
    [InlineData("volumetry_recorded", "flrVolume", "1", "/flrVolume", "unknown-field", "volumetry_recorded has no field flrVolume. Did you mean flrVolumeMl?")]
    [InlineData("volumetry_recorded", "tumor_volume_ml", "1", "/tumor_volume_ml", "unknown-field", "Did you mean tumorVolumeMl?")]
    [InlineData("volumetry_recorded", "FLRVOLUMEML", "1", "/FLRVOLUMEML", "unknown-field", "Did you mean flrVolumeMl?")]
    [InlineData("volumetry_recorded", "color", "1", "/color", "unknown-field", "volumetry_recorded has no field color. It has occurredOn, modality,")]
    [InlineData("volumetry_recorded", "a/b~c", "1", "/a~1b~0c", "unknown-field", "has no field a/b~c.")]
    [InlineData("volumetry_recorded", "modality", "\"ct\", \"modality\": \"mri\"", "/modality", "duplicate-field", "modality stands there more than once")]
    // Types of events
    [InlineData("volumetry_recorded", "type", null, "/type", "missing-field", "type is missing.")]
    [InlineData("volumetry_recorded", "type", "7", "/type", "wrong-type", "type must be the type of the event")]
    [InlineData("volumetry_recorded", "type", "\"volumetry\"", "/type", "unknown-event-type", "There is no event type \"volumetry\".")]
    [InlineData("volumetry_recorded", "type", "\"volumetry_record\"", "/type", "unknown-event-type", "Did you mean volumetry_recorded?")]
    [InlineData("volumetry_recorded", "type", "\"VolumetryRecorded\"", "/type", "unknown-event-type", "Did you mean volumetry_recorded?")]
    // Numbers
    [InlineData("volumetry_recorded", "flrVolumeMl", "\"492\"", "/flrVolumeMl", "wrong-type", "flrVolumeMl must be a number in mL; it was given as \"492\". Write it without quotation marks")]
    [InlineData("volumetry_recorded", "flrVolumeMl", "\"NaN\"", "/flrVolumeMl", "wrong-type", "given as \"NaN\"")]
    [InlineData("volumetry_recorded", "flrVolumeMl", "true", "/flrVolumeMl", "wrong-type", "given as true")]
    [InlineData("volumetry_recorded", "flrVolumeMl", "[492]", "/flrVolumeMl", "wrong-type", "given as a list")]
    [InlineData("volumetry_recorded", "flrVolumeMl", "1e400", "/flrVolumeMl", "out-of-range", "given as 1e400 mL")]
    [InlineData("volumetry_recorded", "flrVolumeMl", "-1e400", "/flrVolumeMl", "out-of-range", "given as -1e400 mL")]
    [InlineData("volumetry_recorded", "tumorVolumeMl", "1e-400", "/tumorVolumeMl", "too-many-digits", "given as 1e-400")]
    [InlineData("volumetry_recorded", "flrVolumeMl", "1234567890123456789012345678901234567890", "/flrVolumeMl", "out-of-range", "given as 1234567890123456789012345678901234567890 mL")]
    [InlineData("volumetry_recorded", "flrVolumeMl", "492.0000000000000000000000000000000000001", "/flrVolumeMl", "too-many-digits", "Round it to 15 significant digits")]
    [InlineData("volumetry_recorded", "flrVolumeMl", "123.4567890123456", "/flrVolumeMl", "too-many-digits", "given as 123.4567890123456.")] // 16 digits
    [InlineData("volumetry_recorded", "flrVolumeMl", "492.3000000000000001", "/flrVolumeMl", "too-many-digits", "Round it to 15 significant digits")]
    [InlineData("volumetry_recorded", "flrVolumeMl", "0.42", "/flrVolumeMl", "out-of-range", "given as 0.42 mL; it must be between 10 and 6000 mL. Volumes are in milliliters: 0.42 L is 420.")]
    [InlineData("volumetry_recorded", "flrVolumeMl", "-5", "/flrVolumeMl", "out-of-range", "given as -5 mL")]
    [InlineData("anthropometry_recorded", "heightCm", "1.74", "/heightCm", "out-of-range", "given as 1.74 cm; it must be between 50 and 250 cm. Height is in centimeters: 1.74 m is 174.")]
    [InlineData("laboratory_recorded", "prothrombinPercent", "0.48", "/prothrombinPercent", "out-of-range", "Prothrombin activity is in percent: 0.48 is 48.")]
    [InlineData("performance_status_recorded", "ecog", "1.5", "/ecog", "wrong-type", "ecog must be a whole number; it was given as 1.5.")]
    [InlineData("performance_status_recorded", "ecog", "5", "/ecog", "out-of-range", "ecog was given as 5; it must be between 0 and 4.")]
    [InlineData("performance_status_recorded", "ecog", "1e400", "/ecog", "out-of-range", "given as 1e400")]
    // True or false
    [InlineData("extrahepatic_disease_assessed", "present", "\"true\"", "/present", "wrong-type", "present must be true or false; it was given as \"true\". Write it without quotation marks.")]
    [InlineData("extrahepatic_disease_assessed", "present", "1", "/present", "wrong-type", "given as 1")]
    // Words
    [InlineData("volumetry_recorded", "modality", "\"CT\"", "/modality", "unknown-value", "modality was given as \"CT\". Did you mean ct? It is one of ct or mri.")]
    [InlineData("volumetry_recorded", "modality", "\"x-ray\"", "/modality", "unknown-value", "given as \"x-ray\". It is one of ct or mri.")]
    [InlineData("volumetry_recorded", "modality", "0", "/modality", "wrong-type", "modality must be one of ct or mri; it was given as 0.")]
    [InlineData("volumetry_recorded", "modality", "\"c\\u0000t\"", "/modality", "invalid-text", "U+0000")]
    [InlineData("volumetry_recorded", "modality", "\"c\\ud83dt\"", "/modality", "invalid-text", "surrogate")]
    [InlineData("complication_recorded", "grade", "\"iiia\"", "/grade", "unknown-value", "Did you mean IIIa?")]
    // Texts
    [InlineData("strategy_decided", "rationale", "\"\"", "/rationale", "invalid-text", "rationale is empty.")]
    [InlineData("strategy_decided", "rationale", "\" \\n \"", "/rationale", "invalid-text", "rationale is empty.")]
    [InlineData("strategy_decided", "rationale", "7", "/rationale", "wrong-type", "rationale must be a text in quotation marks; it was given as 7.")]
    [InlineData("strategy_decided", "rationale", "\"a\\u0000b\"", "/rationale", "invalid-text", "rationale holds the character U+0000, which cannot be stored.")]
    [InlineData("strategy_decided", "rationale", "\"a\\ud83d\"", "/rationale", "invalid-text", "rationale holds half of a surrogate pair")]
    [InlineData("strategy_decided", "rationale", "\"\\ude00a\"", "/rationale", "invalid-text", "rationale holds half of a surrogate pair")]
    [InlineData("strategy_decided", "rationale", "\"\\ud83d\\u0041\"", "/rationale", "invalid-text", "rationale holds half of a surrogate pair")]
    [InlineData("pathway_opened", "patientRef", "\"Jane Doe\"", "/patientRef", "invalid-text", "given as \"Jane Doe\"; it must be 1 to 64 of")]
    [InlineData("pathway_opened", "patientRef", "\"GH-1\\n\"", "/patientRef", "invalid-text", "it must be 1 to 64 of")]
    [InlineData("pathway_opened", "center", "\"Ghent\"", "/center", "invalid-text", "it must be a short name")]
    // Dates and ids
    [InlineData("discharged", "occurredOn", "\"2026-02-30\"", "/occurredOn", "not-a-date", "The calendar has no such day.")]
    [InlineData("discharged", "occurredOn", "\"2026-03-02T10:00:00Z\"", "/occurredOn", "not-a-date", "Give the day alone: 2026-03-02.")]
    [InlineData("discharged", "occurredOn", "\"02.03.2026\"", "/occurredOn", "not-a-date", "Write year, month and day as yyyy-mm-dd")]
    [InlineData("discharged", "occurredOn", "\"2026-3-2\"", "/occurredOn", "not-a-date", "Write year, month and day as yyyy-mm-dd")]
    [InlineData("discharged", "occurredOn", "\" 2026-03-02\"", "/occurredOn", "not-a-date", "Write year, month and day as yyyy-mm-dd")]
    [InlineData("discharged", "occurredOn", "20260302", "/occurredOn", "wrong-type", "must be a date, as yyyy-mm-dd in quotation marks")]
    [InlineData("complication_resolved", "complicationEventId", "\"7\"", "/complicationEventId", "not-an-id", "8-4-4-4-12")]
    [InlineData("complication_resolved", "complicationEventId", "\"{0198c9a2-7b1e-7c54-9d20-5a1f6e3b8c47}\"", "/complicationEventId", "not-an-id", "8-4-4-4-12")]
    [InlineData("complication_resolved", "complicationEventId", "\"0x98c9a2-7b1e-7c54-9d20-5a1f6e3b8c47\"", "/complicationEventId", "not-an-id", "8-4-4-4-12")]
    // Lists
    [InlineData("volumetry_recorded", "remnantSegments", "[]", "/remnantSegments", "invalid-list", "remnantSegments is an empty list.")]
    [InlineData("volumetry_recorded", "remnantSegments", "[\"II\", \"II\"]", "/remnantSegments/1", "invalid-list", "remnantSegments lists \"II\" twice.")]
    [InlineData("volumetry_recorded", "remnantSegments", "[\"II\", \"ii\"]", "/remnantSegments/1", "unknown-value", "remnantSegments[1] was given as \"ii\". Did you mean II?")]
    [InlineData("volumetry_recorded", "remnantSegments", "[\"II\", null]", "/remnantSegments/1", "wrong-type", "given as null")]
    [InlineData("volumetry_recorded", "remnantSegments", "\"II\"", "/remnantSegments", "wrong-type", "remnantSegments must be a list in square brackets")]
    [InlineData("volumetry_recorded", "remnantSegments", "[1,2,3,4,5,6,7,8,9,10,11]", "/remnantSegments", "invalid-list", "has 11 items; it may have 10.")]
    [InlineData("extrahepatic_disease_assessed", "sites", "[\"lung\", \" \"]", "/sites/1", "invalid-text", "sites[1] is empty.")]
    // Quantities
    [InlineData("laboratory_recorded", "bilirubin", "34", "/bilirubin", "wrong-type", "bilirubin must be a value with its unit; it was given as 34. Write {\"value\": 34, \"unit\": \"umol/L\"}; the unit is umol/L or mg/dL.")]
    [InlineData("laboratory_recorded", "bilirubin", "{\"value\": 34}", "/bilirubin/unit", "missing-field", "bilirubin.unit is missing. It is the unit in UCUM: umol/L or mg/dL.")]
    [InlineData("laboratory_recorded", "bilirubin", "{\"unit\": \"umol/L\"}", "/bilirubin/value", "missing-field", "bilirubin.value is missing.")]
    [InlineData("laboratory_recorded", "bilirubin", "{\"value\": null, \"unit\": \"umol/L\"}", "/bilirubin/value", "missing-field", "bilirubin.value is null.")]
    [InlineData("laboratory_recorded", "bilirubin", "{\"value\": \"34\", \"unit\": \"umol/L\"}", "/bilirubin/value", "wrong-type", "Write it without quotation marks")]
    [InlineData("laboratory_recorded", "bilirubin", "{\"value\": 34, \"unit\": \"µmol/L\"}", "/bilirubin/unit", "unknown-unit", "given as \"µmol/L\". Did you mean umol/L? Known here: umol/L and mg/dL; UCUM writes u for micro (umol/L)")]
    [InlineData("laboratory_recorded", "bilirubin", "{\"value\": 34, \"unit\": \"furlongs\"}", "/bilirubin/unit", "unknown-unit", "Known here: umol/L and mg/dL")]
    [InlineData("laboratory_recorded", "bilirubin", "{\"value\": 34, \"unit\": 7}", "/bilirubin/unit", "wrong-type", "bilirubin.unit must be a unit in UCUM")]
    [InlineData("laboratory_recorded", "bilirubin", "{\"value\": 34, \"unit\": \"umol/L\", \"units\": 1}", "/bilirubin/units", "unknown-field", "bilirubin has no field units. Did you mean unit?")]
    [InlineData("laboratory_recorded", "bilirubin", "{\"value\": 340, \"unit\": \"mg/dL\"}", "/bilirubin/value", "out-of-range", "given as 340 mg/dL; it must be between 0.029 and 88 mg/dL. 340 would be possible in umol/L: is the unit right?")]
    [InlineData("laboratory_recorded", "creatinine", "{\"value\": 1.2, \"unit\": \"umol/L\"}", "/creatinine/value", "out-of-range", "1.2 would be possible in mg/dL: is the unit right?")]
    [InlineData("laboratory_recorded", "platelets", "{\"value\": 250, \"unit\": \"/uL\"}", "/platelets/value", "out-of-range", "250 would be possible in 10*9/L, 10*3/uL or /nL")]
    [InlineData("laboratory_recorded", "sodium", "{\"value\": 13.8, \"unit\": \"mmol/L\"}", "/sodium/value", "out-of-range", "sodium.value was given as 13.8 mmol/L; it must be between 90 and 200 mmol/L.")]
    [InlineData("laboratory_recorded", "sodium", "{\"value\": 1e400, \"unit\": \"mmol/L\"}", "/sodium/value", "out-of-range", "given as 1e400 mmol/L")]
    // Tests of function
    [InlineData("function_test_recorded", "value", "0.027", "/value", "out-of-range", "between 0.05 and 40 %/min/m2. It looks like a fraction: write 2.7 with the unit %/min/m2.")]
    [InlineData("function_test_recorded", "unit", "\"%\"", "/unit", "unknown-unit", "Known here: %/min/m2 and %/min")]
    [InlineData("function_test_recorded", "unit", "\"% / min / m2\"", "/unit", "unknown-unit", "Did you mean %/min/m2?")]
    public void What_is_wrong_with_a_field_is_said_with_its_place_and_the_fix(string type, string field, string? json, string place, string code, string words)
    {
        var refused = Bodies.Refused(Bodies.With(type, field, json));
        Assert.Equal((place, code), (refused.Field, refused.Code));
        Assert.Contains(words, refused.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("%", 18, "global", null, null)]
    [InlineData("1", 0.18, "global", null, null)]
    [InlineData("%", 0.18, "global", "/value", "It looks like a fraction: write 18 with the unit %, or 0.18 with the unit 1.")]
    [InlineData("1", 0.006, "global", null, null)] // 0.6 %: rare, and real
    [InlineData("%", 0.6, "global", "/value", "A retention of 0.6 % itself is written 0.006 with the unit 1.")]
    [InlineData("1", 18, "global", "/value", "It looks like a percentage: write 18 with the unit %.")]
    [InlineData("%/min", 18, "global", "/unit", "Known here: % and 1")]
    [InlineData("%", 18, "remnant", "/scope", "icgR15 measures the whole liver. Give global.")]
    public void An_icg_retention_is_a_percentage_or_a_ratio_of_the_whole_liver(string unit, double value, string scope, string? place, string? words)
    {
        var reading = Bodies.Read($$"""
            {"type": "function_test_recorded", "occurredOn": "2026-02-12", "test": "icgR15", "value": {{value}}, "unit": "{{unit}}", "scope": "{{scope}}"}
            """);
        Assert.Equal(place is null ? [] : [place], reading.Rejections.Select(r => r.Field));
        Assert.All(reading.Rejections, r => Assert.Contains(words!, r.Detail, StringComparison.Ordinal));
    }

    [Fact]
    public void A_text_may_be_as_long_as_its_limit_counted_in_characters_of_unicode()
    {
        var longest = string.Concat(Enumerable.Repeat("😀", 2000));
        Assert.Equal(longest, Bodies.Accepted(Bodies.With("note_recorded", "note", $"\"{longest}\"")).Note);
        Assert.Contains("has 2001 characters; it may have 2000", Bodies.Refused(Bodies.With("note_recorded", "note", $"\"{longest}x\"")).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_whole_surrogate_pair_written_as_escapes_is_a_character_and_an_escaped_backslash_is_none()
    {
        Assert.Equal("😀", Bodies.Accepted(Bodies.With("note_recorded", "note", "\"\\ud83d\\uDE00\"")).Note);
        Assert.Equal(@"\ud83d", Bodies.Accepted(Bodies.With("note_recorded", "note", "\"\\\\ud83d\"")).Note);
    }

    [Fact]
    public void Every_mistake_is_told_at_once_in_the_order_of_the_fields()
    {
        var reading = Bodies.Read("""
            {"type": "volumetry_recorded", "color": 1, "flrVolumeMl": "420", "occurredOn": "yesterday", "totalLiverVolumeMl": 1.5}
            """);
        Assert.Equal(["/color", "/occurredOn", "/modality", "/flrVolumeMl", "/totalLiverVolumeMl"], reading.Rejections.Select(r => r.Field));
    }

    [Fact]
    public void Only_what_is_out_of_its_limits_is_impossible_the_rest_is_malformed()
    {
        Assert.Equal(RejectionKind.Impossible, Bodies.Refused(Bodies.With("volumetry_recorded", "flrVolumeMl", "1")).Kind);
        Assert.Equal(RejectionKind.Malformed, Bodies.Refused(Bodies.With("volumetry_recorded", "flrVolumeMl", "\"1\"")).Kind);
    }

    [Fact]
    public void A_replacement_is_a_whole_event_and_its_mistakes_have_their_place()
    {
        var corrected = (EventCorrected)Bodies.Accepted(Bodies.Example("event_corrected"));
        Assert.Equal(new VolumetryRecorded(new(2026, 2, 11), ScanModality.Ct, 467), corrected.Replacement);

        var reading = Bodies.Read(Bodies.With(
            "event_corrected", "replacement", """{"type": "laboratory_recorded", "bilirubin": {"value": 34, "unit": "mg"}}"""));
        Assert.Equal(["/replacement/occurredOn", "/replacement/bilirubin/unit"], reading.Rejections.Select(r => r.Field));
    }

    [Fact]
    public void A_correction_is_not_replaced_by_a_correction() => Assert.Equal(
        new NestedCorrection("/replacement/type"), Bodies.Refused(Bodies.With("event_corrected", "replacement", Bodies.Example("event_corrected"))));

    [Fact]
    public void A_correction_may_have_no_replacement() =>
        Assert.Null(((EventCorrected)Bodies.Accepted(Bodies.With("event_corrected", "replacement", null))).Replacement);
}
