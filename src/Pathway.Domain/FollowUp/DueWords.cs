using Pathway.Domain.Protocols;

namespace Pathway.Domain.FollowUp;

/// <summary>Says in one sentence what is owed when.</summary>
internal static class DueWords
{
    public static string Of(ScheduleRule rule, DueState state, DateOnly dueOn, DateOnly latestOn, int overdueDays, DateOnly asOf, string when) => state switch
    {
        DueState.Overdue => $"{Name(rule.Task)} was due on {dueOn:yyyy-MM-dd}, {when}, and is {overdueDays} {(overdueDays == 1 ? "day" : "days")} overdue.",
        DueState.Due when latestOn > dueOn => $"{Name(rule.Task)} {(asOf == dueOn ? "is due on" : "has been due since")} {dueOn:yyyy-MM-dd}, {when}, and is in time until {latestOn:yyyy-MM-dd}.",
        _ => $"{Name(rule.Task)} is due on {dueOn:yyyy-MM-dd}, {when}.",
    };

    private static string Name(DueTask task) => task switch
    {
        DueTask.PreoperativeImaging => "Volumetry before stage 1",
        DueTask.FirstInterstageVolumetry => "The first volumetry after the inducing procedure",
        DueTask.InterstageVolumetry => "The next volumetry",
        DueTask.InterstageFunction => "A test of the remnant's function",
        DueTask.Laboratory => "A sample for bilirubin and INR",
        DueTask.GrowthReview => "The board's word on a remnant that has not grown enough",
        DueTask.ReadinessDecision => "The board's decision on stage 2",
        DueTask.DecisionReview => "The board's second look",
        DueTask.Stage2 => "Stage 2",
        DueTask.OperationAfterChemotherapy => "The resection after chemotherapy",
        DueTask.SurveillanceImaging => "Imaging of the follow-up",
        DueTask.NinetyDayStatus => "Word on how the patient is",
        _ => throw new ArgumentOutOfRangeException(nameof(task), task, "No such task."),
    };
}
