namespace PoliciesNamespace;

/// <summary>Whose account it is, for the pages, and where somebody else signs in.</summary>
public sealed record SignedInPerson(string Name, string? SwitchUrl);
