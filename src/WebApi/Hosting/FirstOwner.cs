using WhatsAppBot.Storage;
using WhatsAppBot.WebApi.Access;

namespace WhatsAppBot.WebApi.Hosting;

/// <summary>Tells whoever starts the host how the first person comes in.</summary>
public static class FirstOwner
{
    /// <summary>While there is nobody and the demo is off, the host prints a link, once it listens. It is a key: it goes to the terminal, not to the log.</summary>
    public static async Task OfferSetup(this WebApplication app)
    {
        if (app.Services.GetRequiredService<DemoOptions>().Enabled)
            return;

        var token = Token.New();
        var setup = app.Services.GetRequiredService<Setup>();
        var offered = false;
        await Patience.For(
            async () => offered = await setup.Offer(Token.Hash(token), CancellationToken.None),
            CancellationToken.None
        );
        if (offered)
            app.Lifetime.ApplicationStarted.Register(() =>
                Console.WriteLine(
                    $"Nobody can sign in yet. Make the first owner: {app.Urls.First()}/setup?token={token}"
                )
            );
    }
}
