using Microsoft.AspNetCore.Identity;

/// <summary>Stands for the host's own type, whose name <c>dotnet new</c> puts in its place.</summary>
public sealed class UserTypeOfHost : IdentityUser;
