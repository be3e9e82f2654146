using Pathway.Api.SignIn;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Volume;

namespace Pathway.Api.Simulation;

/// <summary>A patient who never was: what is true of the body, whether or not anybody enters it.</summary>
internal sealed class SimulatedPatient
{
    private const int CoordinatorsOfCenter = 3;

    private readonly int _center;

    /// <summary>Makes up a patient.</summary>
    /// <param name="chance">Decides.</param>
    /// <param name="cohort">Where the patient comes from.</param>
    /// <param name="number">Number of the patient in the cohort, from 1.</param>
    internal SimulatedPatient(Chance chance, Cohort cohort, int number)
    {
        Chance = chance;
        Ref = $"{cohort.PatientPrefix}{number:000000}";
        ArrivedOn = cohort.From.AddDays((int)(chance.Share() * (cohort.To.DayNumber - cohort.From.DayNumber + 1)));
        _center = 1 + (int)(cohort.Centers * chance.Share() * chance.Share()); // Some centers are larger than others.
        Sex = chance.OneOf(Sex.Female, Sex.Male);
        BirthYear = ArrivedOn.Year - (int)chance.Normal(62, 10, 22, 86);
        HeightCm = Math.Round(Sex is Sex.Male ? chance.Normal(176, 7, 150, 205) : chance.Normal(163, 7, 140, 190));
        WeightKg = Math.Round(chance.Normal(26, 3.8, 17, 42) * HeightCm * HeightCm / 10_000, 1);
        Tumor = chance.OneOf(
            (TumorType.ColorectalMetastases, 69.0), (TumorType.HepatocellularCarcinoma, 11), (TumorType.IntrahepaticCholangiocarcinoma, 7),
            (TumorType.PerihilarCholangiocarcinoma, 5), (TumorType.GallbladderCancer, 2), (TumorType.NeuroendocrineMetastases, 3),
            (TumorType.OtherMetastases, 1.5), (TumorType.Benign, 1), (TumorType.Other, 0.5));
        Parenchyma = Tumor switch
        {
            TumorType.HepatocellularCarcinoma => chance.OneOf((ParenchymaQuality.Cirrhosis, 45.0), (ParenchymaQuality.Fibrosis, 35), (ParenchymaQuality.Normal, 20)),
            TumorType.PerihilarCholangiocarcinoma => chance.OneOf((ParenchymaQuality.Cholestasis, 60.0), (ParenchymaQuality.Normal, 40)),
            TumorType.ColorectalMetastases => chance.OneOf(
                (ParenchymaQuality.Normal, 45.0), (ParenchymaQuality.Steatosis, 20), (ParenchymaQuality.SinusoidalObstruction, 14),
                (ParenchymaQuality.Steatohepatitis, 9), (ParenchymaQuality.ChemotherapyInjury, 12)),
            _ => chance.OneOf((ParenchymaQuality.Normal, 75.0), (ParenchymaQuality.Steatosis, 25)),
        };
        StandardLiverVolumeMl = StandardLiverVolume.Ml(_line, BodySurfaceArea.M2(BodySurfaceFormula.DuBois, HeightCm, WeightKg))!.Value;
        TumorVolumeMl = Math.Round(Math.Min(chance.Around(110, 0.8), StandardLiverVolumeMl));
        WholeLiverMl = (StandardLiverVolumeMl * chance.Normal(1, 0.07, 0.8, 1.25)) + TumorVolumeMl;
    }

    /// <summary>Decides about the patient.</summary>
    internal Chance Chance { get; }

    /// <summary>What it decides by.</summary>
    internal SimulationFigures Figures { get; } = SimulationFigures.Shipped;

    internal string Ref { get; }

    internal DateOnly ArrivedOn { get; }

    internal string Center => $"simulated-{_center}";

    /// <summary>Every other center writes in the units of the United States.</summary>
    internal bool InMgPerDl => _center % 2 == 0;

    internal Sex Sex { get; }

    internal int BirthYear { get; }

    internal double HeightCm { get; }

    internal double WeightKg { get; }

    internal TumorType Tumor { get; }

    internal ParenchymaQuality Parenchyma { get; }

    /// <summary>Liver expected for the body size, mL.</summary>
    internal double StandardLiverVolumeMl { get; }

    internal double TumorVolumeMl { get; }

    /// <summary>The liver with the tumor before anything is done, mL.</summary>
    internal double WholeLiverMl { get; }

    /// <summary>Whoever enters something for the patient this time.</summary>
    internal Actor Coordinator()
    {
        var who = Chance.Whole(1, CoordinatorsOfCenter);
        return new($"simulated-coordinator-{_center}-{who}", $"Simulated coordinator {who}", Role.Coordinator, Center);
    }

    private static readonly LiverVolumeLine _line = ShippedProtocols.Shelf.Find(ProtocolShelf.DefaultId, 1)!.Formulas.StandardLiverVolume;
}
