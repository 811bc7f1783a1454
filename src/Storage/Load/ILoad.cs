namespace WhatsAppBot.Storage.Load;

/// <summary>What a process knows of the load.</summary>
public interface ILoad
{
    /// <summary>How far there is too much to do.</summary>
    LoadLevel Level { get; }

    /// <summary>How long a message that comes now has to wait for its turn.</summary>
    TimeSpan Wait { get; }
}
