using WhatsAppBot.WebApi.Live;
using WhatsAppBot.WhatsApp;

namespace WhatsAppBot.WebApi.Inbox;

/// <summary>Everything of the inbox beside the list and the threads.</summary>
internal static class InboxRoom
{
    public static void AddInbox(this IServiceCollection services)
    {
        services.AddSingleton<Desk>().AddSingleton<MediaDoor>().AddSingleton<PresenceDesk>();
        services
            .AddSingleton<PresenceBoard>()
            .AddHostedService(provider => provider.GetRequiredService<PresenceBoard>());
        services.AddSingleton(provider => new GraphMedia(
            GraphHttp.CreateClient(),
            provider.GetRequiredService<IConfiguration>().GraphPlace()
        ));
    }

    public static void MapInbox(this IEndpointRouteBuilder routes)
    {
        routes.MapDesk();
        routes.MapSaying();
        routes.MapOwn();
        routes.MapPresence();
        routes.MapMedia();
        routes.MapQueues();
        routes.MapSavedReplies();
    }

    /// <summary>Where Meta stands, for a web node without a silo of its own.</summary>
    private static GraphOptions GraphPlace(this IConfiguration settings)
    {
        var usual = new GraphOptions();
        return usual with
        {
            BaseUrl = settings["WhatsApp:GraphBaseUrl"] is { Length: > 0 } given ? new Uri(given) : usual.BaseUrl,
            Version = settings["WhatsApp:GraphVersion"] ?? usual.Version,
        };
    }
}
