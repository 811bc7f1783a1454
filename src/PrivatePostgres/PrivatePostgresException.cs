namespace WhatsAppBot.PrivatePostgres;

/// <summary>The private cluster can not be had. The message is one line, written for the person who started the product.</summary>
public sealed class PrivatePostgresException : Exception
{
    /// <summary>What went wrong, and the ways out of it.</summary>
    public PrivatePostgresException(string message)
        : base(OneLine(message)) { }

    /// <summary>What went wrong, and what it came from.</summary>
    public PrivatePostgresException(string message, Exception inner)
        : base(OneLine(message), inner) { }

    /// <summary>Every error ends in what a person can do about it.</summary>
    internal const string WaysOut =
        "Three ways out: set ConnectionStrings__Main to a PostgreSQL of yours;"
        + " install one (apt install postgresql, brew install postgresql@17);"
        + " or take the packaged one (npm ci --prefix tools/postgres).";

    private static string OneLine(string message) =>
        string.Join(' ', message.Split(['\r', '\n', ' '], StringSplitOptions.RemoveEmptyEntries));
}
