#if (explicitNullable)
#nullable enable
#endif
#if (explicitRules)
#pragma warning disable CA1054, CA1056, CA1062, CA1515, CA1724, CA1812, CA2007 // rules for libraries; this is the code of a host
#endif
namespace PoliciesNamespace;

/// <summary>Whose account it is, for the pages, and where somebody else signs in.</summary>
public sealed record SignedInPerson(string Name, string? SwitchUrl);
