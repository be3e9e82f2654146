using Pathway.Api.Audit.Access;

namespace Pathway.Api.Http;

/// <summary>What holds for every request, whatever it asks: its name, its limits, its headers, and an error document for every way to fail.</summary>
internal static class HttpFrame
{
    internal static void AddHttpFrame(this IServiceCollection services)
    {
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        services.AddProblemDetails();
        services.AddExceptionHandler<FailureHandler>();
        services.ConfigureHttpJsonOptions(json => JsonForm.Apply(json.SerializerOptions));

        // An unreadable request reaches the failure handler with its reason instead of an empty 400.
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
    }

    /// <summary>Puts the frame around everything that is mapped later. Unknown addresses are for those who have signed in, too.</summary>
    internal static void UseHttpFrame(this WebApplication app)
    {
        app.Use(CorrelationId.Give);
        app.Use(AddHeaders);
        app.UseExceptionHandler();
        app.UseStatusCodePages(status => Problems.Of(status.HttpContext.Response.StatusCode).ExecuteAsync(status.HttpContext));
        app.Use(FindHeadAsGet);
        app.UseRouting();
        app.Use(BeHeadAgain);
        app.Use(AddPolicyOfPage);
        app.UseAuthentication();
        app.Use(app.Services.GetRequiredService<AccessKeeper>().Keep);
        app.UseAuthorization();
        app.Use(BodyLimit.Keep);
    }

    /// <summary>HEAD is answered by whatever answers GET; the server leaves the body out, and the access log has what was asked.</summary>
    private static Task FindHeadAsGet(HttpContext context, RequestDelegate next)
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            context.Request.Method = HttpMethods.Get;
            context.Items[HttpMethods.Head] = true;
        }

        return next(context);
    }

    private static Task BeHeadAgain(HttpContext context, RequestDelegate next)
    {
        if (context.Items.ContainsKey(HttpMethods.Head))
        {
            context.Request.Method = HttpMethods.Head;
        }

        return next(context);
    }

    private static Task AddPolicyOfPage(HttpContext context, RequestDelegate next)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<ContentSecurityPolicy>() is { } page)
        {
            context.Response.Headers.ContentSecurityPolicy = page.Policy;
        }

        return next(context);
    }

    private static Task AddHeaders(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers.TryAdd("Content-Security-Policy", "frame-ancestors 'none'");

            // Nearly everything is about patients: no cache keeps it, unless an endpoint decided otherwise.
            headers.TryAdd("Cache-Control", "no-store");
            return Task.CompletedTask;
        });
        return next(context);
    }
}

/// <summary>What a page may fetch and run: put on the endpoint of a page that needs more or less than others.</summary>
/// <param name="Policy">The value of the header.</param>
internal sealed record ContentSecurityPolicy(string Policy);
