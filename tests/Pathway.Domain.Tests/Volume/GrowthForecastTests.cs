using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Volume;
using static Pathway.Domain.Tests.Volume.Derived;

namespace Pathway.Domain.Tests.Volume;

/// <summary>Standard volumes are reported as 1000 mL and the liver is healthy, so that the target is more than 300 mL unless a test says otherwise.</summary>
public sealed class GrowthForecastTests
{
    private const double Slv = 1000;

    [Fact]
    public void Two_scans_fix_a_day_but_no_interval()
    {
        // 200² = 40,000; 250² = 62,500 on day 10: 2,250 mL² a day. 300² = 90,000 is 50,000 / 2,250 = 22.2 days away, so day 23.
        var forecast = Forecast(Scan(-3, 200), Given.Stage1(), Scan(10, 250))!;

        Assert.Equal(300, forecast.TargetVolumeMl, 1e-9);
        Assert.Equal(2250, forecast.GrowthConstantMl2PerDay, 1e-9);
        Assert.Equal(Given.Day(23), forecast.ExpectedOn);
        Assert.Null(forecast.EarliestOn);
        Assert.Null(forecast.LatestOn);
        Assert.Null(forecast.ReachedOn);
        Assert.Null(forecast.ExpectedNote);
        Assert.Equal("Two scans fix the line and leave nothing to tell its uncertainty from.", forecast.IntervalNote);
        Assert.Contains("2 scans", forecast.Method, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LimitOperator.AtLeast, 20)]
    [InlineData(LimitOperator.MoreThan, 21)]
    public void Whoever_must_exceed_the_limit_waits_a_day_longer_than_whoever_must_meet_it(LimitOperator comparison, int day)
    {
        // 40,000 + 2,500·t is exactly 300² on day 20.
        var forecast = Forecast(Asking(comparison, 30), Scan(0, 200), Given.Stage1(), Scan(8, Math.Sqrt(60_000)))!;

        Assert.Equal(Given.Day(day), forecast.ExpectedOn);
    }

    [Fact]
    public void From_200_to_400_mL_takes_a_third_of_the_time_of_800_to_1000_at_the_same_flow()
    {
        // 3,000 mL² a day: (400² − 200²) / 3,000 = 40 days, (1000² − 800²) / 3,000 = 120 days.
        var small = Forecast(Asking(LimitOperator.AtLeast, 40), Scan(0, 200), Given.Stage1(), Scan(10, Math.Sqrt(70_000)))!;
        var large = Forecast(Asking(LimitOperator.AtLeast, 100), Scan(0, 800), Given.Stage1(), Scan(10, Math.Sqrt(670_000)))!;

        Assert.Equal(Given.Day(40), small.ExpectedOn);
        Assert.Equal(Given.Day(120), large.ExpectedOn);
    }

    [Fact]
    public void Three_scans_give_an_interval_by_Fieller_with_one_degree_of_freedom()
    {
        // Squares 40,100, 59,800 and 80,100 on days 0, 10 and 20: slope 2,000 about the mean (10; 60,000), residuals 100, −200, 100.
        // Spread²: 12.7062² × 60,000 / 1 = 9,686,858. Curvature: 2,000² − 9,686,858 / 200 = 3,951,566.
        // (2,000 × 30,000 ∓ √(9,686,858 × (3,951,566 / 3 + 30,000² / 200))) / 3,951,566 = (6e7 ∓ 7,506,661) / 3,951,566 = 13.28 and 17.08.
        // From day 10: 23.28, 25 and 27.08; and the strict limit makes 25 the day after.
        var forecast = Forecast(Scan(0, Math.Sqrt(40_100)), Given.Stage1(), Scan(10, Math.Sqrt(59_800)), Scan(20, Math.Sqrt(80_100)))!;

        Assert.Equal(2000, forecast.GrowthConstantMl2PerDay, 1e-6);
        Assert.Equal([Given.Day(24), Given.Day(26), Given.Day(28)], [forecast.EarliestOn, forecast.ExpectedOn, forecast.LatestOn]);
        Assert.Null(forecast.IntervalNote);
    }

    [Fact]
    public void Four_weekly_scans_give_an_interval_with_two_degrees_of_freedom()
    {
        // Computed apart with t = 4.30265: slope 1,827.5286, crossing on day 26.20, interval 20.86 to 37.94. The later end is the farther one.
        var forecast = Forecast(Scan(0, 200), Given.Stage1(), Scan(7, 240), Scan(14, 262), Scan(21, 281))!;

        Assert.Equal(1827.5286, forecast.GrowthConstantMl2PerDay, 0.0001);
        Assert.Equal([Given.Day(21), Given.Day(27), Given.Day(38)], [forecast.EarliestOn, forecast.ExpectedOn, forecast.LatestOn]);
    }

    [Fact]
    public void Scans_that_lie_on_the_line_leave_an_interval_of_one_day()
    {
        var forecast = Forecast(Scan(0, 200), Given.Stage1(), Scan(4, Math.Sqrt(50_000)), Scan(8, Math.Sqrt(60_000)), Scan(9, Math.Sqrt(62_500)))!;

        Assert.Equal([Given.Day(21), Given.Day(21), Given.Day(21)], [forecast.EarliestOn, forecast.ExpectedOn, forecast.LatestOn]);
    }

    [Fact]
    public void Scans_that_do_not_tell_growth_from_none_have_no_interval_and_say_so()
    {
        var forecast = Forecast(Scan(0, 200), Given.Stage1(), Scan(7, 260), Scan(14, 230))!;

        Assert.NotNull(forecast.ExpectedOn);
        Assert.Null(forecast.EarliestOn);
        Assert.Null(forecast.LatestOn);
        Assert.Equal("The scans do not tell growth from no growth at the 95 % level.", forecast.IntervalNote);
    }

    [Fact]
    public void A_day_more_than_a_year_away_is_no_forecast()
    {
        // 200² → 201² in 7 days is 57.3 mL² a day: 873 days to 300².
        var forecast = Forecast(Scan(0, 200), Given.Stage1(), Scan(7, 201))!;

        Assert.Null(forecast.ExpectedOn);
        Assert.Equal("At this rate not within 365 days of the inducing procedure.", forecast.ExpectedNote);
    }

    [Fact]
    public void An_interval_that_runs_past_the_year_keeps_its_near_end()
    {
        // Squares 40,300, 59,400 and 80,300 on days 0, 10 and 20: slope 2,000 about (10; 60,000), residuals 300, −600, 300.
        // Spread²: 12.7062² × 540,000 = 87,181,725. Curvature: 4,000,000 − 435,909 = 3,564,091.
        // To 700²: above 430,000, half √(87,181,725 × (3,564,091 / 3 + 430,000² / 200)) = 284,082,874: (8.6e8 ∓ half) / curvature + 10 = 171.6 and 331.0.
        var near = Forecast(Asking(LimitOperator.AtLeast, 70), Wavering)!;
        Assert.Equal([Given.Day(172), Given.Day(225), Given.Day(332)], [near.EarliestOn, near.ExpectedOn, near.LatestOn]);
        Assert.Null(near.IntervalNote);

        // To 800², above 580,000: 228.0, 300 and 442.9.
        var far = Forecast(Asking(LimitOperator.AtLeast, 80), Wavering)!;
        Assert.Equal([Given.Day(228), Given.Day(300), null], [far.EarliestOn, far.ExpectedOn, far.LatestOn]);
        Assert.Equal("The interval ends more than 365 days after the inducing procedure.", far.IntervalNote);
        Assert.Null(far.ExpectedNote);

        // To 1100², above 1,150,000: the near end is day 442.3 already.
        var beyond = Forecast(Asking(LimitOperator.AtLeast, 110), Wavering)!;
        Assert.Equal([null, null, null], [beyond.EarliestOn, beyond.ExpectedOn, beyond.LatestOn]);
        Assert.Equal("The interval lies more than 365 days after the inducing procedure.", beyond.IntervalNote);
    }

    [Fact]
    public void A_remnant_that_reached_the_limit_says_when_it_did()
    {
        var forecast = Forecast(Scan(0, 200), Given.Stage1(), Scan(7, 260), Scan(14, 310), Scan(21, 350))!;

        Assert.Equal(Given.Day(14), forecast.ReachedOn);
        Assert.Null(forecast.ExpectedNote);
    }

    [Theory]
    [InlineData(LimitOperator.MoreThan, 300, false)]
    [InlineData(LimitOperator.MoreThan, 300.000001, true)]
    [InlineData(LimitOperator.AtLeast, 300, true)]
    [InlineData(LimitOperator.AtLeast, 299.999, false)]
    public void Thirty_percent_is_not_more_than_thirty_percent(LimitOperator comparison, double volumeMl, bool reached) =>
        Assert.Equal(reached, Forecast(Asking(comparison, 30), Scan(0, 200), Given.Stage1(), Scan(7, volumeMl))!.ReachedOn is not null);

    [Fact]
    public void An_expected_day_that_passed_without_the_limit_being_reached_says_so()
    {
        // The line through the squares passes 300² on day 17.85; the patient has not passed 300 mL on day 21.
        var forecast = Forecast(Scan(0, 200), Given.Stage1(), Scan(7, 270), Scan(14, 298), Scan(21, 299))!;

        Assert.Equal(Given.Day(18), forecast.ExpectedOn);
        Assert.Null(forecast.ReachedOn);
        Assert.Equal("The day has passed and no scan reached the limit: growth is slower than the model.", forecast.ExpectedNote);
    }

    [Fact]
    public void A_remnant_that_sufficed_all_along_is_expected_on_day_0()
    {
        var forecast = Forecast(Scan(-5, 320), Given.Stage1(), Scan(7, 400))!;

        Assert.Equal(Given.Day(0), forecast.ExpectedOn);
        Assert.Equal(Given.Day(-5), forecast.ReachedOn);
    }

    [Fact]
    public void Nothing_is_forecast_for_a_patient_who_has_left_or_died_and_a_return_brings_it_back()
    {
        PathwayEvent[] growing = [Given.Opened, Given.Parenchyma(-20, ParenchymaQuality.Normal), Given.Scan(0, 200, 1000), Given.Stage1(), Given.Scan(10, 250, 1000)];
        Assert.NotNull(Volumetric(growing).Forecast);
        Assert.Null(Volumetric([.. growing, new DroppedOut(Given.Day(12), DropOutReason.TumorProgression)]).Forecast);
        Assert.Null(Volumetric([.. growing, new DeathRecorded(Given.Day(12), DeathCause.Sepsis)]).Forecast);
        Assert.Null(Volumetric([.. growing, new PathwayClosed(Given.Day(12), ClosingReason.Transferred)]).Forecast);
        Assert.NotNull(Volumetric([.. growing, new DroppedOut(Given.Day(12), DropOutReason.PatientChoice), new PathwayResumed(Given.Day(14), "Came back.")]).Forecast);
    }

    [Fact]
    public void A_rescue_starts_the_forecast_anew()
    {
        // The scan of day 28 counts as day 0 of the rescue: 250² = 62,500, a week later 70,200, so 1,100 a day, and 27,500 to go are 25 days.
        var forecast = Forecast(
            Scan(0, 240), Given.Stage1(0, Stage1Technique.PortalVeinEmbolization), Scan(28, 250), Given.Augmentation(30), Scan(37, Math.Sqrt(70_200)))!;

        Assert.Equal(1100, forecast.GrowthConstantMl2PerDay, 1e-6);
        Assert.Equal(Given.Day(30 + 26), forecast.ExpectedOn); // Exactly 25, and it must be exceeded.
    }

    [Fact]
    public void Without_a_baseline_two_scans_after_the_procedure_suffice()
    {
        // 250² on day 5 and 260² on day 10: 5,100 in 5 days, 1,020 a day; 90,000 − 67,600 = 22,400 are 21.96 days more: day 32.
        var forecast = Forecast(Given.Stage1(), Scan(5, 250), Scan(10, 260))!;

        Assert.Equal(1020, forecast.GrowthConstantMl2PerDay, 1e-6);
        Assert.Equal(Given.Day(32), forecast.ExpectedOn);
    }

    [Fact]
    public void The_target_goes_by_the_standard_volume_of_the_current_scan() =>
        Assert.Equal(360, Forecast(Given.Scan(0, 200, 1000), Given.Stage1(), Given.Scan(7, 250, 1200))!.TargetVolumeMl, 1e-9);

    public static TheoryData<string, PathwayEvent[]> NothingToForecast => new()
    {
        { "no scan", [Given.Stage1()] },
        { "no scan since the procedure", [Scan(0, 200), Given.Stage1()] },
        { "no baseline and a single scan", [Given.Stage1(), Scan(7, 250)] },
        { "two scans of one day", [Given.Stage1(), Scan(7, 250), Scan(7, 255)] },
        { "no procedure", [Scan(-14, 200), Scan(-7, 250)] },
        { "a remnant that does not change", [Scan(0, 200.1), Given.Stage1(), Scan(7, 200.1), Scan(14, 200.1)] },
        { "a remnant that shrinks", [Scan(0, 200), Given.Stage1(), Scan(7, 190)] },
        { "stage 2 done", [Scan(0, 200), Given.Stage1(), Scan(7, 250), Given.Stage2(10)] },
        { "no standard volume", [Given.Scan(0, 200), Given.Stage1(), Given.Scan(7, 250)] },
    };

    [Theory]
    [MemberData(nameof(NothingToForecast))]
    public void Where_nothing_can_be_said_nothing_is(string because, PathwayEvent[] journey) => Assert.True(Forecast(journey) is null, because);

    [Fact]
    public void Nobody_judged_the_tissue_so_no_target_is_known()
    {
        var state = Volumetric(OpenedWithoutBodySize, Scan(0, 200), Given.Stage1(), Scan(7, 250));

        Assert.Null(state.ParenchymaClass);
        Assert.Null(state.RequiredSflrPercent);
        Assert.Null(state.RequiredOperator);
        Assert.Null(state.Forecast);
    }

    [Fact]
    public void A_limit_that_growth_moves_away_from_is_no_target() =>
        Assert.Null(Forecast(Asking(LimitOperator.LessThan, 30), Scan(0, 200), Given.Stage1(), Scan(7, 250)));

    [Theory]
    [InlineData(ParenchymaQuality.Normal, ParenchymaClass.Normal, 30)]
    [InlineData(ParenchymaQuality.Steatohepatitis, ParenchymaClass.Injured, 40)]
    [InlineData(ParenchymaQuality.Cirrhosis, ParenchymaClass.Cirrhotic, 40)]
    public void The_latest_judgement_of_the_tissue_says_how_much_is_asked_for(ParenchymaQuality quality, ParenchymaClass parenchymaClass, double percent)
    {
        var state = Volumetric(Given.Opened, Given.Parenchyma(-3, quality), Given.Parenchyma(-20, ParenchymaQuality.Fibrosis));

        Assert.Equal((parenchymaClass, percent, LimitOperator.MoreThan), (state.ParenchymaClass, state.RequiredSflrPercent, state.RequiredOperator));
    }

    private static PathwayEvent[] Wavering => [Scan(0, Math.Sqrt(40_300)), Given.Stage1(), Scan(10, Math.Sqrt(59_400)), Scan(20, Math.Sqrt(80_300))];

    private static VolumetryRecorded Scan(int day, double flrVolumeMl) => Given.Scan(day, flrVolumeMl, Slv);

    private static GrowthForecast? Forecast(params PathwayEvent[] events) => Forecast(ShippedProtocol, events);

    private static GrowthForecast? Forecast(Protocol protocol, params PathwayEvent[] events) =>
        VolumetricState.Of(Given.Facts([OpenedWithoutBodySize, Healthy, .. events]), protocol).Forecast;

    private static Protocol Asking(LimitOperator comparison, double percent) =>
        ShippedProtocol with
        {
            Volume = ShippedProtocol.Volume with
            {
                Stage2 = ShippedProtocol.Volume.Stage2 with { Limits = [new(ParenchymaClass.Normal, comparison, percent, new("A limit for this test"))] },
            },
        };
}
