namespace WhatsAppBot.Storage;

/// <summary>What a member is in a workspace; each may do what the ones before it may.</summary>
public enum Role
{
    Viewer = 0,
    Agent = 1,
    Admin = 2,
    Owner = 3,
}
