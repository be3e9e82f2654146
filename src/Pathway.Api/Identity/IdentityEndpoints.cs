using System.Text.Json;
using Pathway.Api.Http;
using Pathway.Api.Pathways;
using Pathway.Api.SignIn;
using Pathway.Projections.Identity;

namespace Pathway.Api.Identity;

/// <summary>
/// Who a patient is: kept beside the record by admins, and erased for good without touching it. No value of an identity goes into an address, a log or a
/// problem document.
/// </summary>
internal static class IdentityEndpoints
{
    private const int LongestText = 200;

    private static readonly DateOnly _firstBirthDate = new(1900, 1, 1);
    private static readonly CallParameter _reason = new("reason", typeof(ErasureReason), "Why it is erased.", "patientRequest");

    internal static void AddIdentity(this IServiceCollection services) => services.AddSingleton<PatientIdentities>();

    internal static void MapIdentity(this IEndpointRouteBuilder app)
    {
        var identity = app.MapGroup("/api/pathways/{id:guid}/identity").WithTags("Identity").RequireAuthorization(Policies.KeepIdentity)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable);
        identity.MapGet("", Read).WithName("ReadIdentity").WithQueryParameters().Produces<IdentityAnswer>().ProducesProblem(StatusCodes.Status410Gone);
        identity.MapPut("", Keep).WithName("KeepIdentity").WithQueryParameters().Accepts<PatientIdentity>("application/json")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status410Gone);
        identity.MapDelete("", Erase).WithName("EraseIdentity").WithQueryParameters(_reason).Produces<Erasure>();
    }

    /// <summary>Who the patient is.</summary>
    /// <param name="id">The pathway.</param>
    private static async Task<IResult> Read(Guid id, Actor actor, Recorder recorder, PatientIdentities identities, CancellationToken cancellation)
    {
        if (await recorder.Read(id, actor, cancellation) is null)
        {
            return Problems.NoSuchPathway(id);
        }

        return await identities.Read(id, cancellation) switch
        {
            ({ } kept, _) => TypedResults.Ok(IdentityAnswer.Of(kept)),
            (_, { } erasure) => Problems.IdentityErased(erasure.ErasedAt),
            _ => Problems.NoIdentity(),
        };
    }

    /// <summary>Enters who the patient is, or replaces it as a whole. The record is not touched.</summary>
    /// <param name="id">The pathway.</param>
    /// <response code="204">It is kept.</response>
    private static async Task<IResult> Keep(
        Guid id, HttpContext context, Actor actor, Recorder recorder, PatientIdentities identities, HospitalClock clock, CancellationToken cancellation)
    {
        if (!CallReader.IsJson(context.Request))
        {
            return Problems.Of(StatusCodes.Status415UnsupportedMediaType);
        }

        PatientIdentity? identity;
        try
        {
            identity = await JsonSerializer.DeserializeAsync<PatientIdentity>(context.Request.Body, JsonForm.Options, cancellation);
        }
        catch (JsonException e)
        {
            // Where it stopped is told when that is a field of ours; anything else could be a value in the wrong place.
            return Problems.UnfitIdentity([(_fields.FirstOrDefault(f => e.Path == $"$.{f[1..]}") ?? "", "It cannot be read here: four fields, each a text or null; the date as yyyy-mm-dd.")]);
        }

        if (WhyNot(identity, clock.Today).ToList() is { Count: > 0 } reasons)
        {
            return Problems.UnfitIdentity(reasons);
        }

        if (await recorder.Read(id, actor, cancellation) is null)
        {
            return Problems.NoSuchPathway(id);
        }

        return await identities.Keep(id, identity!, actor.Id, clock.Now, cancellation)
            ? TypedResults.NoContent()
            : Problems.IdentityErased((await identities.Read(id, cancellation)).Erasure!.ErasedAt);
    }

    /// <summary>Erases who the patient is, for good: none can be entered afterwards. The record, its proofs and its reports stay as they are.</summary>
    /// <param name="id">The pathway.</param>
    /// <response code="200">It is erased; a repeat is told of the first erasure.</response>
    private static async Task<IResult> Erase(
        Guid id, string? reason, Actor actor, Recorder recorder, PatientIdentities identities, HospitalClock clock, CancellationToken cancellation)
    {
        if (!QueryValue.TryEnumeration<ErasureReason>(reason, out var why) || why is null)
        {
            return Problems.BadParameter(nameof(reason), reason ?? "", QueryValue.Names<ErasureReason>());
        }

        if (await recorder.Read(id, actor, cancellation) is null)
        {
            return Problems.NoSuchPathway(id);
        }

        return await identities.Erase(id, why.Value, actor.Id, clock.Now, cancellation) is { } erasure ? TypedResults.Ok(erasure) : Problems.NoIdentity();
    }

    private static readonly string[] _fields = ["/familyName", "/givenName", "/birthDate", "/recordNumber"];

    private static IEnumerable<(string Field, string Detail)> WhyNot(PatientIdentity? identity, DateOnly today)
    {
        if (identity is null or { FamilyName: null, GivenName: null, BirthDate: null, RecordNumber: null })
        {
            yield return ("", "At least one of familyName, givenName, birthDate and recordNumber is given.");
            yield break;
        }

        foreach (var (field, text) in new[] { (_fields[0], identity.FamilyName), (_fields[1], identity.GivenName), (_fields[3], identity.RecordNumber) })
        {
            if (text is not null && (text.Length > LongestText || string.IsNullOrWhiteSpace(text) || text.Any(char.IsControl)))
            {
                yield return (field, $"It is 1 to {LongestText} characters without control characters, not all of them spaces; leave it out when it is not known.");
            }
        }

        if (identity.BirthDate < _firstBirthDate || identity.BirthDate > today)
        {
            yield return (_fields[2], $"It is a date from {_firstBirthDate:yyyy-MM-dd} to today.");
        }
    }
}

/// <summary>Who a patient is, and who said so.</summary>
/// <param name="FamilyName">Family name; null when not given.</param>
/// <param name="GivenName">Given names; null when not given.</param>
/// <param name="BirthDate">Date of birth; null when not given.</param>
/// <param name="RecordNumber">The hospital's number of the patient's records; null when not given.</param>
/// <param name="ChangedAt">When it was entered or last changed, UTC.</param>
/// <param name="ChangedBy">Id of who did.</param>
public sealed record IdentityAnswer(string? FamilyName, string? GivenName, DateOnly? BirthDate, string? RecordNumber, DateTimeOffset ChangedAt, string ChangedBy)
{
    /// <summary>Says nothing of the patient: a log may print anything.</summary>
    public override string ToString() => nameof(IdentityAnswer);

    internal static IdentityAnswer Of(KeptIdentity kept) => new(
        kept.Identity.FamilyName, kept.Identity.GivenName, kept.Identity.BirthDate, kept.Identity.RecordNumber, kept.ChangedAt, kept.ChangedBy);
}
