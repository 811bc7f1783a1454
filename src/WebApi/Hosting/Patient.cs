using WhatsAppBot.Storage.Load;

namespace WhatsAppBot.WebApi.Hosting;

/// <summary>Marks what can wait while there is more to do than can be done: reports, exports, estimates.</summary>
internal sealed record PatientMark;

/// <summary>What can wait is refused with 503 and Retry-After from the first level of load on, before anything is done for it.</summary>
internal static class Patient
{
    public static TBuilder CanWait<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new PatientMark());

    /// <summary>Stands behind the gate: strangers learn nothing.</summary>
    public static void UsePatience(this IApplicationBuilder app)
    {
        var load = app.ApplicationServices.GetRequiredService<LoadWatch>();
        app.Use(
            (http, next) =>
                http.GetEndpoint()?.Metadata.GetMetadata<PatientMark>() is not null
                && load.Refuses(LoadLevel.Busy, "reports")
                    ? Problems.Busy(http).ExecuteAsync(http)
                    : next(http)
        );
    }
}
