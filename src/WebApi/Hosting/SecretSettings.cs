using WhatsAppBot.Storage;

namespace WhatsAppBot.WebApi.Hosting;

/// <summary>The keys of what is sealed in the database: <c>Secrets__Key</c>, and <c>Secrets__OldKeys__0…</c> while it is being changed.</summary>
public static class SecretSettings
{
    /// <summary>Needed everywhere but in development, where a well-known key takes its place.</summary>
    /// <exception cref="SecretException">One line that says what to change.</exception>
    public static Secrets Secrets(this IHostApplicationBuilder builder) =>
        Storage.Secrets.Configured(
            builder.Configuration["Secrets:Key"],
            builder.Configuration.GetSection("Secrets:OldKeys").GetChildren().Select(key => key.Value),
            needed: !builder.Environment.IsDevelopment()
        );
}
