namespace WhatsAppBot.Storage;

/// <summary>The database named by the configuration cannot be used; the message is one line that says why and what to look at.</summary>
public sealed class DatabaseException : Exception
{
    public DatabaseException(string message, Exception innerException)
        : base(message, innerException) { }

    public DatabaseException(string message)
        : base(message) { }

    public DatabaseException() { }
}
