; Open with Skein, in the menu of folders, of their background and of drives (whose `%V` ends with a backslash: see launch-arguments.ts). For this user alone, as the installation is.
!macro customInstall
  WriteRegStr HKCU "Software\Classes\Directory\shell\Skein" "" "Open with Skein"
  WriteRegStr HKCU "Software\Classes\Directory\shell\Skein" "Icon" "$INSTDIR\${APP_EXECUTABLE_FILENAME}"
  WriteRegStr HKCU "Software\Classes\Directory\shell\Skein\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%V"'
  WriteRegStr HKCU "Software\Classes\Directory\Background\shell\Skein" "" "Open with Skein"
  WriteRegStr HKCU "Software\Classes\Directory\Background\shell\Skein" "Icon" "$INSTDIR\${APP_EXECUTABLE_FILENAME}"
  WriteRegStr HKCU "Software\Classes\Directory\Background\shell\Skein\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%V"'
  WriteRegStr HKCU "Software\Classes\Drive\shell\Skein" "" "Open with Skein"
  WriteRegStr HKCU "Software\Classes\Drive\shell\Skein" "Icon" "$INSTDIR\${APP_EXECUTABLE_FILENAME}"
  WriteRegStr HKCU "Software\Classes\Drive\shell\Skein\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%V"'
!macroend

!macro customUnInstall
  DeleteRegKey HKCU "Software\Classes\Directory\shell\Skein"
  DeleteRegKey HKCU "Software\Classes\Directory\Background\shell\Skein"
  DeleteRegKey HKCU "Software\Classes\Drive\shell\Skein"
  ; An update uninstalls first: links then stay with Skein. Else they are given back, if they are ours.
  ${ifNot} ${isUpdated}
    ReadRegStr $0 HKCU "Software\Classes\codex\shell\open\command" ""
    StrCpy $1 '"$INSTDIR\${APP_EXECUTABLE_FILENAME}"'
    StrLen $2 $1
    StrCpy $3 $0 $2
    ${if} $3 == $1
      DeleteRegKey HKCU "Software\Classes\codex"
    ${endIf}
    DeleteRegKey HKCU "Software\Classes\skein"
  ${endIf}
!macroend
