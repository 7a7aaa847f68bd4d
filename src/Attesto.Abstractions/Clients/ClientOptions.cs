namespace Attesto;

/// <summary>Settings of clients: those that the host itself knows, and what every client may do.</summary>
public sealed class ClientOptions
{
    /// <summary>JSON files with clients, for hosts that keep theirs in the database: at the start those are added that are not there yet, and the log says
    /// which of the others differ. Each is a list of objects with the members of <see cref="Client"/>; a path that is not absolute begins
    /// at the content root.</summary>
    public IList<string> Files { get; set; } = [];

    /// <summary>Lets native clients register <c>http://localhost</c> and use it on any port; RFC 8252 §8.3 advises the loopback IP literals instead.</summary>
    public bool AllowLocalhostRedirects { get; set; }
}
