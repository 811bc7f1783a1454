using Microsoft.AspNetCore.SignalR.Client;

namespace WhatsAppBot.WebApi.Tests;

/// <summary>Listening in the office.</summary>
internal static class OfficeHub
{
    /// <summary>The page of a person, connected.</summary>
    public static async Task<HubConnection> Hub(this Office office, Someone person)
    {
        var session = await office.NewSession(person);
        var address = office.App.Urls.First();
        var hub = new HubConnectionBuilder()
            .WithUrl(
                new Uri(new Uri(address), "/hubs/inbox"),
                options =>
                {
                    options.Headers["Cookie"] = $"whatsappbot-local={session}";
                    options.Headers["X-Antiforgery"] = Office.AntiforgeryOf(session);
                    options.Headers["Origin"] = address;
                }
            )
            .Build();
        await hub.StartAsync(TestContext.Current.CancellationToken);
        return hub;
    }
}
