namespace Attesto.Management;

/// <summary>Settings of the management API.</summary>
public sealed class AttestoManagementOptions
{
    /// <summary>The scope that an access token must have; one of <c>Attesto:Scopes:Supported</c>, or nobody could ask for it and the start is refused. Whoever has it
    /// may do everything here: allow it to few clients.</summary>
    public string Scope { get; set; } = "attesto.manage";

    /// <summary>Where the API stands, below the host's base path.</summary>
    public string Path { get; set; } = "/manage/v1";
}
