global using System.Net;
global using System.Text.Json.Nodes;
global using Attesto.Tests.Shared;
global using Attesto.Tests.Shared.Lab;
global using NUnit.Framework;
