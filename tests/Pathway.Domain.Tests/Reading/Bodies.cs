using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Pathway.Domain.Tests.Reading;

/// <summary>Bodies as they come over the wire, so that what no JSON library would write can be written too.</summary>
internal static class Bodies
{
    /// <summary>The example of a type with one field set to the given JSON, which need not be valid; null leaves the field out.</summary>
    public static string With(string type, string field, string? json)
    {
        var example = EventSchema.Example(EventDefinition.Find(type)!);
        example.Remove(field);
        var others = string.Join(", ", example.Select(f => $"\"{f.Key}\": {f.Value!.ToJsonString(EventJson.Options)}"));
        return json is null ? $"{{{others}}}" : $"{{{others}, \"{field}\": {json}}}";
    }

    public static string Example(string type) => EventSchema.Example(EventDefinition.Find(type)!).ToJsonString(EventJson.Options);

    /// <summary>The latest stored sample of a type, which has every field, as a body.</summary>
    public static JsonObject Full(string type)
    {
        var body = new JsonObject { ["type"] = type };
        foreach (var (name, value) in JsonNode.Parse(File.ReadAllText(SamplePath(type)))!.AsObject())
        {
            body[name] = value?.DeepClone();
        }

        return body;
    }

    /// <summary>The latest stored sample of a type.</summary>
    public static string SamplePath(string type) =>
        Directory.GetFiles(SampleFolder, $"{type}.v*.json").MaxBy(f => int.Parse(Path.GetFileName(f).Split('.')[1][1..], CultureInfo.InvariantCulture))!;

    /// <summary>Where the stored samples are, those of earlier shapes among them.</summary>
    public static string SampleFolder => Path.Combine(AppContext.BaseDirectory, "StoredEvents");

    public static EventReading Read(string body) => EventReader.Read(Encoding.UTF8.GetBytes(body));

    public static PathwayEvent Accepted(string body)
    {
        var reading = Read(body);
        Assert.Empty(reading.Rejections);
        return Assert.Single(reading.Events);
    }

    public static Rejection Refused(string body)
    {
        var reading = Read(body);
        Assert.Empty(reading.Events);
        return Assert.Single(reading.Rejections);
    }

    /// <summary>Every type of event, for a theory.</summary>
    public static TheoryData<string> AllTypes => [.. EventCatalogue.All.Select(t => t.Name)];
}
