using Pathway.Api.Tests.Pathways;

namespace Pathway.Api.Tests.Readiness;

/// <summary>
/// A patient whom the default protocol finds ready eight days after ALPPS: in a healthy liver the remnant went from 200 to 360 of 1000 mL, which is
/// 36 % and 11.4 % a day; scintigraphy of it is 3.0, and the laboratory of day 5 is normal. The day before stage 1 the same patient is a candidate.
/// </summary>
internal static class Patient
{
    internal const string DayBeforeStage1 = "2025-12-09";
    internal const string Ready = "2025-12-18";

    internal static string Stage1 { get; } = Said.Stage1("2025-12-10");

    internal static string Labs { get; } = Said.Event("laboratory_recorded", "2025-12-15", """
        "bilirubin": { "value": 15, "unit": "umol/L" }, "inr": 1.0, "bilirubinUpperLimit": { "value": 21, "unit": "umol/L" }, "inrUpperLimit": 1.2
        """);

    /// <summary>All but the opening, up to the day on which the patient is ready.</summary>
    /// <param name="liver">What the liver outside the tumor is like.</param>
    internal static string[] Course(string liver = "normal") => [.. UpToStage1(liver), Stage1, Labs, Scan("2025-12-17", 360), Scintigraphy("2025-12-17")];

    /// <summary>What was known before stage 1.</summary>
    internal static string[] UpToStage1(string liver = "normal") =>
    [
        Said.Event("parenchyma_assessed", "2025-11-15", $"\"quality\": \"{liver}\", \"basis\": \"biopsy\""),
        Said.Event("diagnosis_recorded", "2025-11-15", """ "presentation": "synchronous", "distribution": "bilobar" """),
        Said.Event("chemotherapy_recorded", "2025-11-11", """
            "regimen": "FOLFOX", "cycles": 4, "startedOn": "2025-09-03", "lastDoseOn": "2025-10-31", "intent": "neoadjuvant", "response": "partial"
            """),
        Said.Event("performance_status_recorded", "2025-11-20", """ "ecog": 1, "asa": 2, "sepsis": false, "uncontrolledCholestasis": false """),
        Said.Event("extrahepatic_disease_assessed", "2025-11-20", "\"present\": false"),
        Said.Strategy("2025-11-25"),
        Scan("2025-11-30", 200),
        Icg("2025-11-30", 8),
    ];

    /// <summary>A scan; the liver expected for the body size is 1000 mL, so that the remnant's mL are tenths of a percent.</summary>
    internal static string Scan(string on, double flrVolumeMl) =>
        Said.Event("volumetry_recorded", on, $"\"modality\": \"ct\", \"flrVolumeMl\": {flrVolumeMl}, \"standardLiverVolumeMl\": 1000");

    /// <summary>Mebrofenin scintigraphy of the remnant, % per minute and m²; after ALPPS more than 2.7 is asked for.</summary>
    internal static string Scintigraphy(string on, double value = 3.0) => Said.Event(
        "function_test_recorded", on, $"\"test\": \"hepatobiliaryScintigraphy\", \"value\": {value}, \"unit\": \"%/min/m2\", \"scope\": \"remnant\"");

    /// <summary>Retention of indocyanine green after 15 minutes, %: a test of the whole liver.</summary>
    internal static string Icg(string on, double value) => Said.Event("function_test_recorded", on, $"\"test\": \"icgR15\", \"value\": {value}, \"unit\": \"%\", \"scope\": \"global\"");

    internal static string Decided(string on, string decision = "proceed", string rationale = "All four are met.") =>
        Said.Event("readiness_decided", on, $"\"decision\": \"{decision}\", \"rationale\": \"{rationale}\"");

    internal static string Assigned(string on, string protocolId, int version = 1) =>
        Said.Event("protocol_assigned", on, $"\"protocolId\": \"{protocolId}\", \"protocolVersion\": {version}, \"reason\": \"Our board's choice.\"");
}
