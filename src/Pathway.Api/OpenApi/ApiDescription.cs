using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;
using Pathway.Api.Http;
using Pathway.Api.SignIn;
using Pathway.Domain;
using Pathway.Domain.Journey;
using Pathway.Domain.Protocols;
using Pathway.Domain.Readiness;
using Pathway.EventStore.Proof;
using Pathway.Projections.Overview;

namespace Pathway.Api.OpenApi;

/// <summary>Describes the API to programs (OpenAPI 3.1) and to people (Swagger UI). Nothing in it is fetched from elsewhere.</summary>
internal static class ApiDescription
{
    private const string DocumentAddress = "/openapi/v1.json";

    // Swagger UI sets style attributes from its script, and shows the icons that are written into its style sheet.
    private const string OnlyFromHere =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    // All schemas in full length rather than behind a small window, and the types of a long choice on one line.
    private const string Style = """
        <style>
          .swagger-ui section.models .models-scroll { max-height: none; }
          .swagger-ui .json-schema-2020-12__attribute--primary {
            display: inline-block; max-width: 40em; overflow: hidden; text-overflow: ellipsis; vertical-align: bottom; white-space: nowrap;
          }
        </style>
        """;

    private const string Introduction = """
        Pathway follows each patient through staged liver resection. What happened is recorded as events; everything else is derived from them,
        as of today or as it was known at any moment.

        **Sign in** with a token: `Authorization: Bearer …`. Each call says which roles it is for.

        **Units** stand at the end of names (`flrVolumeMl`) or beside the value, as UCUM writes them (`{ "value": 34, "unit": "umol/L" }`). Numbers are not rounded.

        **Errors** are problem documents (RFC 9457). Their `type` is the address of a page that explains them; `errors` names each field that is wrong by its
        JSON pointer. Every answer carries an `X-Correlation-Id`: the one that was sent, or a new one.

        **Safe to repeat.** With an `Idempotency-Key` a call can be repeated until an answer comes; with `If-Match` it is refused once somebody else was faster.
        """;

    internal static void AddApiDescription(this IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.AddSwaggerGen(gen =>
        {
            gen.SwaggerDoc(ApiDocument.Name, new OpenApiInfo { Title = "Pathway", Version = ApiDocument.Name, Description = Introduction });
            gen.AddSecurityDefinition(TokenHandler.SchemeName, new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A token of this installation: ./pathway token ROLE --name NAME prints one.",
            });
            gen.SupportNonNullableReferenceTypes();
            gen.MapType<Sentence>(() => new OpenApiSchema { Type = JsonSchemaType.String });
            gen.MapType<PathwayEvent>(() => new OpenApiSchemaReference(EventComponents.OneOrMore));
            gen.MapType<PathwayOpened>(() => new OpenApiSchemaReference(EventComponents.Opening));
            gen.MapType<Protocol>(() => new OpenApiSchemaReference(ProtocolComponents.Document));
            gen.MapType<ProblemDetails>(() => new OpenApiSchemaReference(ProblemComponents.Problem));
            foreach (var assembly in new[] { typeof(ApiDescription).Assembly, typeof(PathwayList).Assembly, typeof(PathwayState).Assembly, typeof(LogVerification).Assembly })
            {
                gen.IncludeXmlComments(assembly);
            }

            gen.SortSchemasWith(new EventComponents.Order());
            gen.SchemaFilter<AnswerSchemas>();
            gen.RequestBodyFilter<RequestBodies>();
            gen.OperationFilter<CallDescription>();
            gen.DocumentFilter<ProblemComponents>();
            gen.DocumentFilter<ProtocolComponents>();
            gen.DocumentFilter<EventComponents>();
            gen.DocumentFilter<WebhookMessages>();
        });
        services.AddSingleton<ApiDocument>();
    }

    internal static void MapApiDescription(this IEndpointRouteBuilder app)
    {
        app.MapGet(DocumentAddress, (ApiDocument document) => TypedResults.Bytes(document.Utf8, "application/json")).AllowAnonymous().ExcludeFromDescription();
        app.MapSwaggerUI("swagger", ui =>
        {
            ui.DocumentTitle = "Pathway";
            ui.SwaggerEndpoint(DocumentAddress, "Pathway");
            ui.HeadContent = Style;
            ui.EnableDeepLinking();
        }).AllowAnonymous().WithMetadata(new ContentSecurityPolicy(OnlyFromHere));
    }
}
