using System.Reflection;
using System.Text.Json;
using Microsoft.OpenApi;
using Pathway.Domain;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Pathway.Api.OpenApi;

/// <summary>Says of answers what is true of all of them: every field is there, null where it may be; words have meanings; fields may be added.</summary>
internal sealed class AnswerSchemas : ISchemaFilter
{
    /// <inheritdoc/>
    public void Apply(IOpenApiSchema schema, SchemaFilterContext context)
    {
        if (schema is not OpenApiSchema own)
        {
            return;
        }

        var type = Nullable.GetUnderlyingType(context.Type) ?? context.Type;
        if (type.IsEnum && type.Assembly == typeof(PathwayState).Assembly && context.MemberInfo is null)
        {
            var meanings = ChoiceValue.AllOf(type).Select(v => $"- `{v.Name}`: {v.Description}");
            own.Description = $"{own.Description}\n\n{string.Join('\n', meanings)}";
        }

        if (own.Properties is not { Count: > 0 } fields || type.Namespace?.StartsWith(nameof(Pathway), StringComparison.Ordinal) != true)
        {
            return;
        }

        own.AdditionalPropertiesAllowed = true;
        own.Required = fields.Keys.ToHashSet(StringComparer.Ordinal);
        var nullability = new NullabilityInfoContext();
        foreach (var property in type.GetProperties())
        {
            // The generator says of plain values that they may be null, but not of what it refers to.
            var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            if (fields.TryGetValue(name, out var field) && field is OpenApiSchemaReference reference && nullability.Create(property).ReadState == NullabilityState.Nullable)
            {
                fields[name] = new OpenApiSchema
                {
                    Description = reference.Description,
                    OneOf = [new OpenApiSchemaReference(reference.Reference.Id!, reference.Reference.HostDocument), new OpenApiSchema { Type = JsonSchemaType.Null }],
                };
            }
        }
    }
}
