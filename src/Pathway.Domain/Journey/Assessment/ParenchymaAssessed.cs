namespace Pathway.Domain.Journey;

/// <summary>The liver outside the tumor was judged. Stored as "parenchyma_assessed". The latest judgement holds.</summary>
/// <param name="OccurredOn">Date of the judgement.</param>
/// <param name="Quality">What the tissue is like.</param>
/// <param name="Basis">What the judgement rests on.</param>
public sealed record ParenchymaAssessed(DateOnly OccurredOn, ParenchymaQuality Quality, AssessmentBasis Basis) : PathwayEvent(OccurredOn);

/// <summary>What the liver tissue outside the tumor is like.</summary>
public enum ParenchymaQuality
{
    /// <summary>Healthy.</summary>
    Normal,

    /// <summary>Fatty.</summary>
    Steatosis,

    /// <summary>Sinusoidal obstruction, as after oxaliplatin.</summary>
    SinusoidalObstruction,

    /// <summary>Fatty and inflamed, as after irinotecan.</summary>
    Steatohepatitis,

    /// <summary>Injured by chemotherapy in a way not told apart further.</summary>
    ChemotherapyInjury,

    /// <summary>Bile is held back.</summary>
    Cholestasis,

    /// <summary>Scarred, short of cirrhosis.</summary>
    Fibrosis,

    /// <summary>Cirrhosis.</summary>
    Cirrhosis,
}

/// <summary>What a judgement rests on.</summary>
public enum AssessmentBasis
{
    /// <summary>Tissue under the microscope.</summary>
    Biopsy,

    /// <summary>Imaging.</summary>
    Imaging,

    /// <summary>History and examination.</summary>
    Clinical,
}
