namespace WhatsAppBot.WebApi.Hosting;

/// <summary>The configuration cannot be started with; the message is one line that says what to change.</summary>
public sealed class ConfigurationException : Exception
{
    public ConfigurationException(string message)
        : base(message) { }

    public ConfigurationException() { }

    public ConfigurationException(string message, Exception innerException)
        : base(message, innerException) { }
}
