using System.Globalization;
using System.Text;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;

namespace Pathway.Api.OpenApi;

/// <summary>The OpenAPI document. It is made once, as nothing in it changes while Pathway runs, and making it is work that anybody could ask for.</summary>
internal sealed class ApiDocument(ISwaggerProvider provider)
{
    /// <summary>Its name, and the version of the API that it describes.</summary>
    internal const string Name = "v1";

    private readonly Lazy<byte[]> utf8 = new(() =>
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        provider.GetSwagger(Name).SerializeAsV31(new OpenApiJsonWriter(text));
        return Encoding.UTF8.GetBytes(text.ToString());
    });

    /// <summary>The document as UTF-8 JSON.</summary>
    internal byte[] Utf8 => utf8.Value;
}
