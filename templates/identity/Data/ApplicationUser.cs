using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Identity;

namespace HostNamespace.Data;

/// <summary>A person who can sign in here. Add your own columns, and a migration for them.</summary>
public sealed class ApplicationUser : IdentityUser
{
    /// <summary>What the pages and the claim <c>name</c> call the person.</summary>
    [PersonalData, MaxLength(256)]
    public string? DisplayName { get; set; }

    /// <summary>True if somebody closed the account. A lockout after wrong passwords is shorter and ends nothing: else a stranger could sign people out.</summary>
    public bool IsClosedAt(DateTimeOffset now) => LockoutEnd > now.AddDays(1);
}
